#include "lint/lint.h"

const struct lint_rule_info lint_rules[LINT_RULES] = {
    [LINT_MESSAGE_FINDS_OTHER] =
        {"message-finds-other", LINT_WARNING,
         "Readers who look a message up find another entry before the one that explains it.",
         "Quote the message whole and as it is shown, with the code that comes with it, and tell "
         "the two entries apart by what only one of them shows."},
    [LINT_UNREACHABLE_ENTRY] =
        {"unreachable-entry", LINT_WARNING, "No message, no code and no title leads to the entry.",
         "Quote, in the heading or in the text, the message or the code that readers see when they "
         "have this problem."},
    [LINT_SHARED_SIGNATURE] =
        {"shared-signature", LINT_WARNING,
         "Several entries have the same message or code, different remedies, and nothing that "
         "tells them apart.",
         "Join the entries into one with several causes, or say in each where it applies: client, "
         "product, version, the step at which it happens, a code of its own."},
    [LINT_UNQUOTED_ERROR] =
        {"unquoted-error", LINT_NOTE,
         "The entry is about an error message that it does not quote, so that only the words of "
         "its title lead to it.",
         "Quote the message as readers see it, with its code: that is what they look up."},
    [LINT_VAGUE_MESSAGE] =
        {"vague-message", LINT_WARNING,
         "Hardly a word of the message is fixed: it fits nearly any text, and does not lead to its "
         "entry by itself.",
         "Quote more of the message, or the code that comes with it: the words around its variable "
         "parts are what it is found by."},
    [LINT_CODE_FORMS_DISAGREE] =
        {"code-forms-disagree", LINT_ERROR,
         "Two forms of one code stand side by side and are not the same number.",
         "Correct the one that is wrong: readers who look that one up get the answer to another "
         "problem."},
    [LINT_DEAD_LINK] = {"dead-link", LINT_WARNING,
                        "A relative link or picture names a file that is not there.",
                        "Correct the target, or take the link out."},
    [LINT_DEAD_ANCHOR] =
        {"dead-anchor", LINT_WARNING,
         "A link leads to a heading or anchor that its document does not have.",
         "Take the anchor from the heading as it is now, or give the place that is "
         "meant an anchor of its own."},
    [LINT_DEAD_INCLUDE] = {"dead-include", LINT_ERROR,
                           "An include names a file that is not there: what it should bring is "
                           "missing from the page.",
                           "Correct the path, which is relative to the file that includes."},
    [LINT_NO_REMEDY] = {"no-remedy", LINT_NOTE,
                        "A section says what goes wrong and not what to do about it.",
                        "Say what readers can do, if only whom to ask, or link to the section that "
                        "does."},
    [LINT_NOT_READ] = {"not-read", LINT_WARNING, "A part of the document could not be read.",
                       "Mend what is named, so that no reader misses what stands there."},
};

const char *lint_severity_name(enum lint_severity s)
{
    static const char *const names[LINT_SEVERITIES] = {"note", "warning", "error"};
    return names[s];
}

bool lint_rule_find(struct str id, enum lint_rule *rule)
{
    for (size_t i = 0; i < LINT_RULES; i++)
        if (str_eq(id, str_of(lint_rules[i].id))) {
            *rule = (enum lint_rule)i;
            return true;
        }
    return false;
}
