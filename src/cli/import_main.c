/*
 * import_main.c - errkb-import, the program that the commands which read documents become: see
 * helper.h. Its first argument is the command's; under its own name it imports.
 */
#include "base/base.h"
#include "cli/cmd.h"
#include "cli/out.h"

#include <signal.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {{"lint", cmd_lint}, {"refresh", cmd_refresh}};

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is a full disk: seen when writing */
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (argc > 0 && strcmp(argv[0], commands[i].name) == 0)
            return out_finish(commands[i].run(argc, argv));
    return out_finish(cmd_import(argc, argv));
}
