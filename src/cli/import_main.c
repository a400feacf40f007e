/*
 * import_main.c - errkb-import, the program that `errkb import` and `errkb refresh` become: see
 * helper.h. Its first argument is the command's; under its own name it imports.
 */
#include "base/base.h"
#include "cli/cmd.h"
#include "cli/out.h"

#include <signal.h>

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is a full disk: seen when writing */
    bool refresh = argc > 0 && strcmp(argv[0], "refresh") == 0;
    return out_finish(refresh ? cmd_refresh(argc, argv) : cmd_import(argc, argv));
}
