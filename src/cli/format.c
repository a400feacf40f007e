#include "cli/format.h"

int format_choose(const struct opt_command *command, const struct format_options *options,
                  enum format *format)
{
    if (options->json && options->format != FORMAT_UNSET && options->format != FORMAT_JSON)
        return opt_fault(command, "--json and --format contradict each other");
    *format = options->json                      ? FORMAT_JSON
              : options->format == FORMAT_UNSET ? FORMAT_TEXT
                                                : (enum format)options->format;
    return -1;
}
