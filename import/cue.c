#include "import/cue.h"

#include "base/mem.h"

#include <stdlib.h>

static const struct phrase {
    const char *text;
    unsigned cues;
} phrases[] = {
    /* what mends it */
    {"to resolve", CUE_RESOLVE},
    {"to fix", CUE_RESOLVE},
    {"to solve", CUE_RESOLVE},
    {"to correct", CUE_RESOLVE},
    {"to work around", CUE_RESOLVE},
    {"to workaround", CUE_RESOLVE},
    {"to address", CUE_RESOLVE},
    {"to remedy", CUE_RESOLVE},
    {"to mitigate", CUE_RESOLVE},
    {"to avoid", CUE_RESOLVE},
    {"to prevent this", CUE_RESOLVE},
    {"to eliminate", CUE_RESOLVE},
    {"to troubleshoot this", CUE_RESOLVE},
    {"to recover", CUE_RESOLVE},
    {"in order to resolve", CUE_RESOLVE},
    {"in order to fix", CUE_RESOLVE},
    {"as a workaround", CUE_RESOLVE},
    {"workaround", CUE_RESOLVE},
    {"resolve this", CUE_RESOLVE},
    {"resolve the", CUE_RESOLVE},
    {"resolve it", CUE_RESOLVE},
    {"fix this", CUE_RESOLVE},
    {"fix the", CUE_RESOLVE},
    {"solve this", CUE_RESOLVE},
    {"correct this", CUE_RESOLVE},
    {"work around this", CUE_RESOLVE},
    {"work around the", CUE_RESOLVE},
    {"avoid this", CUE_RESOLVE},
    {"can be resolved", CUE_RESOLVE},
    {"can be fixed", CUE_RESOLVE},
    {"can be corrected", CUE_RESOLVE},
    {"can be avoided", CUE_RESOLVE},
    {"can resolve this", CUE_RESOLVE},
    {"can resolve the", CUE_RESOLVE},
    {"can fix this", CUE_RESOLVE},
    {"can fix the", CUE_RESOLVE},
    {"possible fix", CUE_RESOLVE},
    {"possible solution", CUE_RESOLVE},
    {"possible solutions", CUE_RESOLVE},
    {"possible resolution", CUE_RESOLVE},
    {"possible resolutions", CUE_RESOLVE},
    {"the solution", CUE_RESOLVE},
    {"the fix", CUE_RESOLVE},
    {"the resolution", CUE_RESOLVE},
    {"one solution", CUE_RESOLVE},
    {"one way to fix", CUE_RESOLVE},
    {"one way to resolve", CUE_RESOLVE},
    {"it can be mitigated", CUE_RESOLVE},

    /* what to do */
    {"you must", CUE_ORDER},
    {"you should", CUE_ORDER},
    {"you need to", CUE_ORDER},
    {"you'll need to", CUE_ORDER},
    {"you will need to", CUE_ORDER},
    {"you have to", CUE_ORDER},
    {"you may need to", CUE_ORDER},
    {"you might need to", CUE_ORDER},
    {"you might also need to", CUE_ORDER},
    {"you can", CUE_ORDER},
    {"you can only", CUE_NOTHING},
    {"you can not", CUE_TROUBLE},
    {"you can see", CUE_NOTHING},
    {"you may want to", CUE_ORDER},
    {"you might want to", CUE_ORDER},
    {"we recommend", CUE_ORDER},
    {"it is recommended", CUE_ORDER},
    {"it's recommended", CUE_ORDER},
    {"make sure", CUE_ORDER},
    {"be sure", CUE_ORDER},
    {"first make sure", CUE_ORDER},
    {"ensure that", CUE_ORDER},
    {"must be updated", CUE_ORDER},
    {"contact your", CUE_ORDER},
    {"contact support", CUE_ORDER},
    {"do the following", CUE_ORDER | CUE_STEPS},
    {"try the following", CUE_ORDER | CUE_STEPS},
    {"check the following", CUE_ORDER | CUE_STEPS},
    {"verify the following", CUE_ORDER | CUE_STEPS},
    {"follow these steps", CUE_ORDER | CUE_STEPS},
    {"follow the steps", CUE_ORDER | CUE_STEPS},
    {"perform these steps", CUE_ORDER | CUE_STEPS},
    {"perform the following", CUE_ORDER | CUE_STEPS},
    {"complete the following", CUE_ORDER | CUE_STEPS},
    {"take the following", CUE_ORDER | CUE_STEPS},
    {"use the following steps", CUE_ORDER | CUE_STEPS},
    {"use the following procedure", CUE_ORDER | CUE_STEPS},
    {"run the following", CUE_ORDER | CUE_STEPS},
    {"one of the following things", CUE_ORDER | CUE_STEPS},

    /* why it happens */
    {"because", CUE_CAUSE},
    {"due to", CUE_CAUSE},
    {"caused by", CUE_CAUSE},
    {"is caused", CUE_CAUSE},
    {"the cause", CUE_CAUSE},
    {"as a result", CUE_CAUSE},
    {"result of", CUE_CAUSE},
    {"results from", CUE_CAUSE},
    {"the reason", CUE_CAUSE},
    {"reasons", CUE_CAUSE},
    {"occurs", CUE_CAUSE},
    {"occur when", CUE_CAUSE},
    {"occur if", CUE_CAUSE},
    {"can occur", CUE_CAUSE},
    {"may occur", CUE_CAUSE},
    {"might occur", CUE_CAUSE},
    {"could occur", CUE_CAUSE},
    {"happens", CUE_CAUSE},
    {"can happen", CUE_CAUSE},
    {"may happen", CUE_CAUSE},
    {"might happen", CUE_CAUSE},
    {"could happen", CUE_CAUSE},
    {"appears when", CUE_CAUSE},
    {"appears because", CUE_CAUSE},
    {"appear when", CUE_CAUSE},
    {"generated when", CUE_CAUSE},
    {"is generated", CUE_CAUSE},
    {"is returned when", CUE_CAUSE},
    {"is raised when", CUE_CAUSE},
    {"triggered if", CUE_CAUSE},
    {"triggered when", CUE_CAUSE},
    {"this means", CUE_CAUSE},
    {"it means", CUE_CAUSE},
    {"means that", CUE_CAUSE},
    {"indicates", CUE_CAUSE},
    {"indicate that", CUE_CAUSE},
    {"this error means", CUE_CAUSE},
    {"translates to", CUE_CAUSE},
    {"this error", CUE_CAUSE},
    {"this issue", CUE_CAUSE},
    {"this message", CUE_CAUSE},
    {"this warning", CUE_CAUSE},
    {"this exception", CUE_CAUSE},
    {"this problem", CUE_CAUSE},
    {"this behavior", CUE_CAUSE},
    {"this failure", CUE_CAUSE},

    /* something is plainly wrong */
    {"error", CUE_ERROR | CUE_TROUBLE | CUE_WAS_ERROR},
    {"errors", CUE_ERROR | CUE_TROUBLE | CUE_WAS_ERROR},
    {"fail", CUE_ERROR | CUE_TROUBLE},
    {"fails", CUE_ERROR | CUE_TROUBLE},
    {"failed", CUE_ERROR | CUE_TROUBLE},
    {"failing", CUE_ERROR | CUE_TROUBLE},
    {"failure", CUE_ERROR | CUE_TROUBLE},
    {"failures", CUE_ERROR | CUE_TROUBLE},
    {"exception", CUE_ERROR | CUE_TROUBLE | CUE_WAS_ERROR},
    {"exceptions", CUE_ERROR | CUE_TROUBLE},
    {"crash", CUE_ERROR | CUE_TROUBLE},
    {"crashes", CUE_ERROR | CUE_TROUBLE},
    {"crashed", CUE_ERROR | CUE_TROUBLE},
    {"crashing", CUE_ERROR | CUE_TROUBLE},
    {"access denied", CUE_ERROR | CUE_TROUBLE},
    {"timed out", CUE_ERROR | CUE_TROUBLE},
    {"issue", CUE_TROUBLE},
    {"issues", CUE_TROUBLE},
    {"problem", CUE_TROUBLE},
    {"problems", CUE_TROUBLE},
    {"warning", CUE_TROUBLE | CUE_WAS_ERROR},
    {"warnings", CUE_TROUBLE},
    {"can't", CUE_TROUBLE},
    {"cannot", CUE_TROUBLE},
    {"can not", CUE_TROUBLE},
    {"couldn't", CUE_TROUBLE},
    {"could not", CUE_TROUBLE},
    {"won't", CUE_TROUBLE},
    {"will not", CUE_TROUBLE},
    {"wouldn't", CUE_TROUBLE},
    {"doesn't", CUE_TROUBLE},
    {"does not", CUE_TROUBLE},
    {"don't", CUE_TROUBLE},
    {"do not", CUE_TROUBLE},
    {"didn't", CUE_TROUBLE},
    {"did not", CUE_TROUBLE},
    {"isn't", CUE_TROUBLE},
    {"is not", CUE_TROUBLE},
    {"aren't", CUE_TROUBLE},
    {"are not", CUE_TROUBLE},
    {"wasn't", CUE_TROUBLE},
    {"was not", CUE_TROUBLE},
    {"weren't", CUE_TROUBLE},
    {"haven't", CUE_TROUBLE},
    {"hasn't", CUE_TROUBLE},
    {"has not", CUE_TROUBLE},
    {"have not", CUE_TROUBLE},
    {"am not", CUE_TROUBLE},
    {"i'm not", CUE_TROUBLE},
    {"not", CUE_TROUBLE},
    {"no", CUE_TROUBLE},
    {"never", CUE_TROUBLE},
    {"nothing", CUE_TROUBLE},
    {"unable", CUE_TROUBLE},
    {"denied", CUE_TROUBLE},
    {"invalid", CUE_TROUBLE},
    {"missing", CUE_TROUBLE},
    {"stuck", CUE_TROUBLE},
    {"unavailable", CUE_TROUBLE},
    {"unexpected", CUE_TROUBLE},
    {"incorrect", CUE_TROUBLE},
    {"incorrectly", CUE_TROUBLE},
    {"wrong", CUE_TROUBLE},
    {"exceeded", CUE_TROUBLE},
    {"exceeding", CUE_TROUBLE},
    {"exceeds", CUE_TROUBLE},
    {"timeout", CUE_TROUBLE},
    {"timeouts", CUE_TROUBLE},
    {"expired", CUE_TROUBLE},
    {"blank", CUE_TROUBLE},
    {"black screen", CUE_TROUBLE},
    {"freezes", CUE_TROUBLE},
    {"hangs", CUE_TROUBLE},
    {"slow", CUE_TROUBLE},
    {"stops", CUE_TROUBLE},
    {"stopped", CUE_TROUBLE},
    {"disconnected", CUE_TROUBLE},
    {"disconnects", CUE_TROUBLE},
    {"lost", CUE_TROUBLE},
    {"conflict", CUE_TROUBLE},
    {"mismatch", CUE_TROUBLE},
    {"malformed", CUE_TROUBLE},
    {"corrupt", CUE_TROUBLE},
    {"corrupted", CUE_TROUBLE},
    {"unsupported", CUE_TROUBLE},
    {"unauthorized", CUE_TROUBLE},
    {"blocked", CUE_TROUBLE},
    {"unresolved", CUE_TROUBLE},
    {"unrecognized", CUE_TROUBLE},
    {"grayed out", CUE_TROUBLE},
    {"greyed out", CUE_TROUBLE},
    {"too long", CUE_TROUBLE},
    {"too many", CUE_TROUBLE},
    {"out of memory", CUE_TROUBLE},
    {"low available", CUE_TROUBLE},
    {"malfunctions", CUE_TROUBLE},
    {"impaired", CUE_TROUBLE},
    {"inoperable", CUE_TROUBLE},
    {"prevent you", CUE_TROUBLE},
    {"prevents", CUE_TROUBLE},
    {"terminated", CUE_TROUBLE},
    {"must be", CUE_TROUBLE},
    {"must match", CUE_TROUBLE},
    {"must not", CUE_TROUBLE},
    {"needs to belong", CUE_TROUBLE},
    {"is required", CUE_TROUBLE},
    {"already exists", CUE_TROUBLE},
    {"already been", CUE_TROUBLE},
    {"ended your", CUE_TROUBLE},
    {"skipped", CUE_TROUBLE},
    {"violation", CUE_TROUBLE},
    {"unsuccessful", CUE_TROUBLE},
    {"taking a long time", CUE_TROUBLE},
    {"take a long time", CUE_TROUBLE},
    {"taking longer", CUE_TROUBLE},
    {"take longer", CUE_TROUBLE},
    {"long-running", CUE_TROUBLE},
    {"filling", CUE_TROUBLE},

    /* a message may follow */
    {"error saying", CUE_ANNOUNCE | CUE_ERROR},
    {"error message", CUE_ANNOUNCE | CUE_ERROR | CUE_WAS_ERROR},
    {"error messages", CUE_ANNOUNCE | CUE_ERROR},
    {"error text", CUE_ANNOUNCE | CUE_ERROR},
    {"following error", CUE_ANNOUNCE | CUE_ERROR | CUE_FOLLOWS},
    {"following errors", CUE_ANNOUNCE | CUE_ERROR | CUE_FOLLOWS},
    {"following error message", CUE_ANNOUNCE | CUE_ERROR | CUE_FOLLOWS},
    {"following error messages", CUE_ANNOUNCE | CUE_ERROR | CUE_FOLLOWS},
    {"following warning", CUE_ANNOUNCE | CUE_ERROR | CUE_FOLLOWS},
    {"following message", CUE_ANNOUNCE | CUE_FOLLOWS},
    {"following messages", CUE_ANNOUNCE | CUE_FOLLOWS},
    {"following exception", CUE_ANNOUNCE | CUE_ERROR | CUE_FOLLOWS},
    {"following example error", CUE_ANNOUNCE | CUE_ERROR},
    {"the error", CUE_ANNOUNCE | CUE_ERROR},
    {"an error", CUE_ANNOUNCE | CUE_ERROR},
    {"raw error", CUE_ANNOUNCE | CUE_ERROR},
    {"example error", CUE_ANNOUNCE | CUE_ERROR},
    {"error similar to", CUE_ANNOUNCE | CUE_ERROR},
    {"error like", CUE_ANNOUNCE | CUE_ERROR},
    {"error is", CUE_ANNOUNCE | CUE_ERROR},
    {"error such as", CUE_ANNOUNCE | CUE_ERROR},
    {"errors like", CUE_ANNOUNCE | CUE_ERROR},
    {"errors such as", CUE_ANNOUNCE | CUE_ERROR},
    {"errors include", CUE_ANNOUNCE | CUE_ERROR},
    {"errors similar to", CUE_ANNOUNCE | CUE_ERROR},
    {"message", CUE_ANNOUNCE | CUE_WAS_ERROR},
    {"messages", CUE_ANNOUNCE | CUE_WAS_ERROR},
    {"notification", CUE_ANNOUNCE | CUE_WAS_ERROR},
    {"exception with", CUE_ANNOUNCE | CUE_ERROR},
    {"saying", CUE_ANNOUNCE},
    {"says", CUE_ANNOUNCE},
    {"stating", CUE_ANNOUNCE},
    {"states that", CUE_ANNOUNCE},
    {"states", CUE_ANNOUNCE},
    {"reads", CUE_ANNOUNCE},
    {"displayed", CUE_ANNOUNCE},
    {"fails with", CUE_ANNOUNCE | CUE_ERROR},
    {"failed with", CUE_ANNOUNCE | CUE_ERROR},
    {"fail with", CUE_ANNOUNCE | CUE_ERROR},
    {"fails and returns", CUE_ANNOUNCE | CUE_ERROR},
    {"returns", CUE_ANNOUNCE},
    {"you see", CUE_ANNOUNCE},
    {"you may see", CUE_ANNOUNCE},
    {"you might see", CUE_ANNOUNCE},
    {"you will see", CUE_ANNOUNCE},
    {"you'll see", CUE_ANNOUNCE},
    {"you get", CUE_ANNOUNCE},
    {"i get", CUE_ANNOUNCE | CUE_SYMPTOM},
    {"you receive", CUE_ANNOUNCE},
    {"i receive", CUE_ANNOUNCE | CUE_SYMPTOM},
    {"the description", CUE_ANNOUNCE},
    {"in the description", CUE_WAS_ERROR},
    {"similar to the following", CUE_ANNOUNCE},
    {"example output", CUE_ANNOUNCE},
    {"error code", CUE_ERROR | CUE_WAS_ERROR},
    {"error codes", CUE_ERROR},
    {"status code", CUE_WAS_ERROR},

    /* parts of a user interface */
    {"select", CUE_CONTROL | CUE_VERB},
    {"choose", CUE_CONTROL | CUE_VERB},
    {"click", CUE_CONTROL | CUE_VERB},
    {"press", CUE_CONTROL | CUE_VERB},
    {"type", CUE_CONTROL},
    {"called", CUE_CONTROL},
    {"named", CUE_CONTROL},
    {"term", CUE_CONTROL},
    {"phrase", CUE_ANNOUNCE},
    {"tab", CUE_CONTROL},
    {"button", CUE_CONTROL},
    {"page", CUE_CONTROL},
    {"section", CUE_CONTROL},
    {"menu", CUE_CONTROL},
    {"column", CUE_CONTROL},
    {"columns", CUE_CONTROL},
    {"row", CUE_CONTROL},
    {"icon", CUE_CONTROL},
    {"field", CUE_CONTROL},
    {"option", CUE_CONTROL},
    {"options", CUE_CONTROL},
    {"role", CUE_CONTROL},
    {"roles", CUE_CONTROL},
    {"permission", CUE_CONTROL},
    {"permissions", CUE_CONTROL},
    {"policy", CUE_CONTROL},
    {"policies", CUE_CONTROL},
    {"setting", CUE_CONTROL},
    {"settings", CUE_CONTROL},
    {"checkbox", CUE_CONTROL},
    {"check box", CUE_CONTROL},
    {"dialog", CUE_CONTROL},
    {"window", CUE_CONTROL},
    {"command", CUE_CONTROL},
    {"file", CUE_CONTROL},
    {"folder", CUE_CONTROL},
    {"attribute", CUE_CONTROL},
    {"element", CUE_CONTROL},
    {"parameter", CUE_CONTROL},
    {"action", CUE_CONTROL},
    {"api", CUE_CONTROL},
    {"operation", CUE_CONTROL},
    {"statement", CUE_CONTROL},
    {"app", CUE_CONTROL},
    {"application", CUE_CONTROL},
    {"extension", CUE_CONTROL},
    {"method", CUE_CONTROL},
    {"property", CUE_CONTROL},
    {"value", CUE_CONTROL},
    {"key", CUE_CONTROL},
    {"check", CUE_CONTROL | CUE_VERB},
    {"feature", CUE_CONTROL},
    {"service", CUE_CONTROL},
    {"package", CUE_CONTROL},
    {"resource", CUE_CONTROL},
    {"group", CUE_CONTROL},
    {"list", CUE_CONTROL},
    {"state", CUE_CONTROL},
    {"status", CUE_CONTROL},

    /* a sentence that tells what to do begins so */
    {"add", CUE_VERB},
    {"adjust", CUE_VERB},
    {"allow", CUE_VERB},
    {"apply", CUE_VERB},
    {"ask", CUE_VERB},
    {"assign", CUE_VERB},
    {"attach", CUE_VERB},
    {"build", CUE_VERB},
    {"call", CUE_VERB},
    {"cast", CUE_VERB},
    {"change", CUE_VERB},
    {"clear", CUE_VERB},
    {"close", CUE_VERB},
    {"collect", CUE_VERB},
    {"compile", CUE_VERB},
    {"configure", CUE_VERB},
    {"confirm", CUE_VERB},
    {"connect", CUE_VERB},
    {"consider", CUE_VERB},
    {"contact", CUE_VERB},
    {"copy", CUE_VERB},
    {"correct", CUE_VERB},
    {"create", CUE_VERB},
    {"debug", CUE_VERB},
    {"declare", CUE_VERB},
    {"decrease", CUE_VERB},
    {"define", CUE_VERB},
    {"delete", CUE_VERB},
    {"deploy", CUE_VERB},
    {"disable", CUE_VERB},
    {"disconnect", CUE_VERB},
    {"do not", CUE_VERB | CUE_TROUBLE},
    {"don't", CUE_VERB | CUE_TROUBLE},
    {"double-check", CUE_VERB},
    {"download", CUE_VERB},
    {"edit", CUE_VERB},
    {"enable", CUE_VERB},
    {"ensure", CUE_VERB},
    {"enter", CUE_VERB},
    {"expand", CUE_VERB},
    {"explicitly", CUE_VERB},
    {"fix", CUE_VERB},
    {"follow", CUE_VERB},
    {"free", CUE_VERB},
    {"generate", CUE_VERB},
    {"give", CUE_VERB},
    {"grant", CUE_VERB},
    {"implement", CUE_VERB},
    {"import", CUE_VERB},
    {"include", CUE_VERB},
    {"increase", CUE_VERB},
    {"initialize", CUE_VERB},
    {"install", CUE_VERB},
    {"investigate", CUE_VERB},
    {"join", CUE_VERB},
    {"keep", CUE_VERB},
    {"launch", CUE_VERB},
    {"look up", CUE_VERB | CUE_LOOK},
    {"lookup", CUE_VERB | CUE_LOOK},
    {"lower", CUE_VERB},
    {"make", CUE_VERB},
    {"minimize", CUE_VERB},
    {"modify", CUE_VERB},
    {"mount", CUE_VERB},
    {"move", CUE_VERB},
    {"open", CUE_VERB | CUE_LOOK},
    {"perform", CUE_VERB},
    {"provide", CUE_VERB},
    {"re-enter", CUE_VERB},
    {"re-create", CUE_VERB},
    {"re-register", CUE_VERB},
    {"reboot", CUE_VERB},
    {"rebuild", CUE_VERB},
    {"recompile", CUE_VERB},
    {"reconfigure", CUE_VERB},
    {"recreate", CUE_VERB},
    {"redeploy", CUE_VERB},
    {"reduce", CUE_VERB},
    {"refer", CUE_VERB | CUE_LOOK},
    {"refresh", CUE_VERB},
    {"register", CUE_VERB},
    {"reinstall", CUE_VERB},
    {"remove", CUE_VERB},
    {"rename", CUE_VERB},
    {"reopen", CUE_VERB},
    {"repair", CUE_VERB},
    {"repeat", CUE_VERB},
    {"replace", CUE_VERB},
    {"request", CUE_VERB},
    {"reset", CUE_VERB},
    {"resolve", CUE_VERB},
    {"restart", CUE_VERB},
    {"restore", CUE_VERB},
    {"retry", CUE_VERB},
    {"return", CUE_VERB},
    {"review", CUE_VERB},
    {"revert", CUE_VERB},
    {"rewrite", CUE_VERB},
    {"run", CUE_VERB},
    {"save", CUE_VERB},
    {"schedule", CUE_VERB},
    {"send", CUE_VERB},
    {"set", CUE_VERB},
    {"shorten", CUE_VERB},
    {"sign", CUE_VERB},
    {"simplify", CUE_VERB},
    {"specify", CUE_VERB},
    {"split", CUE_VERB},
    {"start", CUE_VERB},
    {"stop", CUE_VERB},
    {"submit", CUE_VERB},
    {"supply", CUE_VERB},
    {"switch", CUE_VERB},
    {"tag", CUE_VERB},
    {"take", CUE_VERB},
    {"test", CUE_VERB},
    {"troubleshoot", CUE_VERB},
    {"try", CUE_VERB},
    {"turn", CUE_VERB},
    {"unblock", CUE_VERB},
    {"uninstall", CUE_VERB},
    {"update", CUE_VERB},
    {"upgrade", CUE_VERB},
    {"use", CUE_VERB},
    {"validate", CUE_VERB},
    {"verify", CUE_VERB},
    {"wait", CUE_VERB},
    {"work with", CUE_VERB},
    {"examine", CUE_VERB | CUE_LOOK},
    {"find", CUE_VERB | CUE_LOOK},
    {"go", CUE_VERB | CUE_LOOK},
    {"look", CUE_VERB | CUE_LOOK},
    {"navigate", CUE_VERB | CUE_LOOK},
    {"note", CUE_VERB | CUE_LOOK},
    {"see", CUE_VERB | CUE_LOOK},
    {"make note", CUE_VERB | CUE_LOOK},

    /* what the reader meets */
    {"if you see", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if you're seeing", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if your users see", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if you get", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if you receive", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if you come across", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if you encounter", CUE_SYMPTOM | CUE_WHEN | CUE_ANNOUNCE},
    {"if you experience", CUE_SYMPTOM | CUE_WHEN},
    {"if you can't", CUE_SYMPTOM | CUE_WHEN},
    {"if you cannot", CUE_SYMPTOM | CUE_WHEN},
    {"if you don't see", CUE_SYMPTOM | CUE_WHEN},
    {"if you do not see", CUE_SYMPTOM | CUE_WHEN},
    {"if you're having issues", CUE_SYMPTOM | CUE_WHEN},
    {"if you're having problems", CUE_SYMPTOM | CUE_WHEN},
    {"if you are having", CUE_SYMPTOM | CUE_WHEN},
    {"you might receive", CUE_SYMPTOM | CUE_ANNOUNCE},
    {"you may receive", CUE_SYMPTOM | CUE_ANNOUNCE},
    {"you might encounter", CUE_SYMPTOM | CUE_ANNOUNCE},
    {"you'll get", CUE_SYMPTOM | CUE_ANNOUNCE},
    {"you see the error", CUE_SYMPTOM | CUE_ANNOUNCE | CUE_ERROR},
    {"will receive an error", CUE_SYMPTOM | CUE_ANNOUNCE | CUE_ERROR},
    {"receive an error", CUE_SYMPTOM | CUE_ANNOUNCE | CUE_ERROR},
    {"this error message", CUE_CAUSE | CUE_ERROR},

    {"if", CUE_WHEN},
    {"when", CUE_WHEN},
    {"whenever", CUE_WHEN},
    {"in case", CUE_WHEN},
    {"after", CUE_WHEN},

    {"first", CUE_LEAD},
    {"then", CUE_LEAD},
    {"next", CUE_LEAD},
    {"also", CUE_LEAD},
    {"finally", CUE_LEAD},
    {"please", CUE_LEAD},
    {"or", CUE_LEAD},
    {"and", CUE_LEAD},
    {"otherwise", CUE_LEAD},
    {"alternatively", CUE_LEAD},
    {"optionally", CUE_LEAD},
    {"again", CUE_LEAD},
    {"either", CUE_LEAD},
    {"in this case", CUE_LEAD},
    {"in that case", CUE_LEAD},

    {"how to", CUE_HOWTO},
    {"how to fix", CUE_RESOLVE | CUE_MENDS},
    {"how to resolve", CUE_RESOLVE | CUE_MENDS},
    {"how to solve", CUE_RESOLVE | CUE_MENDS},
    {"how to correct", CUE_RESOLVE | CUE_MENDS},
    {"how to avoid", CUE_RESOLVE | CUE_MENDS},
    {"how you can fix", CUE_RESOLVE | CUE_MENDS},
    {"how you can resolve", CUE_RESOLVE | CUE_MENDS},
    {"how to prevent", CUE_RESOLVE | CUE_MENDS},
    {"shows a possible resolution", CUE_RESOLVE | CUE_MENDS},
    {"ways to fix", CUE_RESOLVE | CUE_MENDS},
    {"analyzing", CUE_HOWTO},
    {"about", CUE_HOWTO},
    {"adding", CUE_HOWTO},
    {"allowing", CUE_HOWTO},
    {"applying", CUE_HOWTO},
    {"attaching", CUE_HOWTO},
    {"avoiding", CUE_HOWTO},
    {"changing", CUE_HOWTO},
    {"checking", CUE_HOWTO},
    {"choosing", CUE_HOWTO},
    {"collecting", CUE_HOWTO},
    {"configuring", CUE_HOWTO},
    {"controlling", CUE_HOWTO},
    {"creating", CUE_HOWTO},
    {"customizing", CUE_HOWTO},
    {"defining", CUE_HOWTO},
    {"deleting", CUE_HOWTO},
    {"denying", CUE_HOWTO},
    {"deploying", CUE_HOWTO},
    {"determining", CUE_HOWTO},
    {"disabling", CUE_HOWTO},
    {"editing", CUE_HOWTO},
    {"enabling", CUE_HOWTO},
    {"finding", CUE_HOWTO},
    {"granting", CUE_HOWTO},
    {"handling", CUE_HOWTO},
    {"identifying", CUE_HOWTO},
    {"installing", CUE_HOWTO},
    {"investigating", CUE_HOWTO},
    {"limiting", CUE_HOWTO},
    {"logging", CUE_HOWTO},
    {"managing", CUE_HOWTO},
    {"monitoring", CUE_HOWTO},
    {"optimizing", CUE_HOWTO},
    {"preventing", CUE_HOWTO},
    {"reducing", CUE_HOWTO},
    {"removing", CUE_HOWTO},
    {"requesting", CUE_HOWTO},
    {"requiring", CUE_HOWTO},
    {"restricting", CUE_HOWTO},
    {"reviewing", CUE_HOWTO},
    {"rolling back", CUE_HOWTO},
    {"setting", CUE_HOWTO | CUE_CONTROL},
    {"specifying", CUE_HOWTO},
    {"switching", CUE_HOWTO},
    {"testing", CUE_HOWTO},
    {"understanding", CUE_HOWTO},
    {"updating", CUE_HOWTO},
    {"validating", CUE_HOWTO},
    {"verifying", CUE_HOWTO},
    {"viewing", CUE_HOWTO},
    {"working with", CUE_HOWTO},

    {"i want", CUE_WISH},
    {"i need", CUE_WISH},
    {"i would like", CUE_WISH},
    {"i'd like", CUE_WISH},
    {"how do i", CUE_WISH},
    {"how can i", CUE_WISH},
    {"can i", CUE_WISH},
    {"do i", CUE_WISH},
    {"what is", CUE_WISH},
    {"what are", CUE_WISH},
    {"why use", CUE_WISH},

    {"to", CUE_RELATION},
    {"for", CUE_RELATION},
    {"in", CUE_RELATION},
    {"on", CUE_RELATION},
    {"from", CUE_RELATION},
    {"with", CUE_RELATION},
    {"for more information", CUE_REFERENCE},
    {"for information", CUE_REFERENCE},
    {"for details", CUE_REFERENCE},
    {"for more details", CUE_REFERENCE},
    {"for additional information", CUE_REFERENCE},
    {"for a list of", CUE_REFERENCE},
    {"for instructions", CUE_REFERENCE},
    {"for an example", CUE_REFERENCE},
    {"to learn more", CUE_REFERENCE},
    {"to learn how", CUE_REFERENCE},
    {"to learn about", CUE_REFERENCE},
    {"learn more", CUE_REFERENCE},
    {"see also", CUE_REFERENCE},
};

enum { SLOTS = 2048 }; /* a power of two, more than twice the phrases */

struct cues {
    struct {
        uint64_t hash;  /* of the phrase's first word */
        uint16_t first; /* into `order` */
        uint16_t count; /* 0: free */
    } slots[SLOTS];
    const struct phrase *order[ARRAY_LEN(phrases)]; /* by first word, longest phrase first */
};

_Static_assert(ARRAY_LEN(phrases) * 2 < SLOTS, "the table of cues needs more slots");

/* Hash of the word (letters and digits) at `at`; *end is behind it. */
static uint64_t word_hash(struct str s, size_t at, size_t *end)
{
    uint64_t h = 1469598103934665603u;
    size_t i = at;
    for (; i < s.n && ascii_is_alnum(s.p[i]); i++)
        h = (h ^ (unsigned char)ascii_lower(s.p[i])) * 1099511628211u;
    *end = i;
    return h;
}

static size_t slot_of(const struct cues *c, uint64_t hash)
{
    size_t i = (size_t)(hash >> 20) & (SLOTS - 1);
    while (c->slots[i].count && c->slots[i].hash != hash)
        i = (i + 1) & (SLOTS - 1);
    return i;
}

static int by_first_word(const void *a, const void *b)
{
    const struct phrase *const *x = a, *const *y = b;
    size_t end;
    uint64_t hx = word_hash(str_of((*x)->text), 0, &end);
    uint64_t hy = word_hash(str_of((*y)->text), 0, &end);
    if (hx != hy)
        return hx < hy ? -1 : 1;
    size_t nx = strlen((*x)->text), ny = strlen((*y)->text);
    if (nx != ny)
        return nx > ny ? -1 : 1;
    return strcmp((*x)->text, (*y)->text);
}

struct cues *cues_new(void)
{
    struct cues *c = mem_zalloc(1, sizeof *c);
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
        c->order[i] = &phrases[i];
    qsort(c->order, ARRAY_LEN(phrases), sizeof c->order[0], by_first_word);
    for (size_t i = 0; i < ARRAY_LEN(phrases); i++) {
        size_t end;
        uint64_t hash = word_hash(str_of(c->order[i]->text), 0, &end);
        size_t slot = slot_of(c, hash);
        if (!c->slots[slot].count) {
            c->slots[slot].hash = hash;
            c->slots[slot].first = (uint16_t)i;
        }
        c->slots[slot].count++;
    }
    return c;
}

void cues_free(struct cues *c)
{
    mem_free(c);
}

static bool is_word_byte(char c)
{
    return ascii_is_alnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Where the phrase that stands at `at` ends, 0 when it does not stand there. */
static size_t phrase_end(struct str s, size_t at, size_t word_end, const char *phrase)
{
    static const char apostrophe[] = "\xE2\x80\x99";
    size_t i = word_end;
    phrase += word_end - at; /* the first word is equal by its hash */
    for (; *phrase; phrase++) {
        if (i >= s.n)
            return 0;
        if (ascii_lower(s.p[i]) == *phrase) {
            i++;
        } else if (*phrase == '\'' && str_starts(str_skip(s, i), STR(apostrophe))) {
            i += sizeof apostrophe - 1;
        } else if (*phrase == ' ' && ascii_is_space(s.p[i])) {
            i++;
        } else {
            return 0;
        }
    }
    /* the t of "can't" belongs to the word */
    size_t tail = i < s.n && s.p[i] == '\'' ? 1 : 0;
    if (str_starts(str_skip(s, i), STR(apostrophe)))
        tail = sizeof apostrophe - 1;
    if (tail && i + tail < s.n && ascii_is_alpha(s.p[i + tail]))
        return 0;
    if (i < s.n && (is_word_byte(s.p[i]) || (s.p[i] == '-' && i + 1 < s.n && is_word_byte(s.p[i + 1]))))
        return str_starts(str_skip(s, i), STR(apostrophe)) ||
                       ((unsigned char)s.p[i] >= 0x80 && str_starts(str_skip(s, i), STR("\xE2\x80")))
                   ? i
                   : 0;
    return i;
}

static unsigned phrase_at(const struct cues *c, struct str s, size_t at, size_t word_end,
                          uint64_t hash, size_t *end)
{
    size_t slot = slot_of(c, hash);
    size_t first = c->slots[slot].first;
    for (size_t i = first; i < first + c->slots[slot].count; i++) {
        size_t e = phrase_end(s, at, word_end, c->order[i]->text);
        if (!e)
            continue;
        unsigned cues = c->order[i]->cues;
        /* a text may stand twice in the table, under two headings */
        for (i++; i < first + c->slots[slot].count; i++)
            if (strcmp(c->order[i]->text, c->order[i - 1]->text) == 0)
                cues |= c->order[i]->cues;
            else
                break;
        *end = e;
        return cues;
    }
    return 0;
}

unsigned cues_at(const struct cues *c, struct str text, size_t at, size_t *end)
{
    size_t word_end, phrase_end_at = at;
    uint64_t hash = word_hash(text, at, &word_end);
    unsigned cues = word_end > at ? phrase_at(c, text, at, word_end, hash, &phrase_end_at) : 0;
    if (end)
        *end = cues ? phrase_end_at : at;
    return cues;
}

unsigned cues_find(const struct cues *c, struct str text, struct cue_hit *hits, size_t cap,
                   size_t *count)
{
    unsigned all = 0;
    size_t n = 0;
    for (size_t at = 0; at < text.n;) {
        if (!ascii_is_alnum(text.p[at])) {
            at++;
            continue;
        }
        size_t word_end, end = at;
        uint64_t hash = word_hash(text, at, &word_end);
        unsigned cues = phrase_at(c, text, at, word_end, hash, &end);
        if (cues) {
            all |= cues;
            if (hits && n < cap)
                hits[n++] = (struct cue_hit){at, end, cues};
        }
        /* phrases may overlap ("an error" and "error message"): go on at the next word */
        at = word_end;
        while (at < text.n && (is_word_byte(text.p[at]) && !ascii_is_alnum(text.p[at])))
            at++;
    }
    if (count)
        *count = n;
    return all;
}
