/*
 * import_main.c - errkb-import, the program that `errkb import` becomes: see helper.h.
 */
#include "cli/cmd.h"
#include "cli/out.h"

#include <signal.h>

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file size limit is a full disk: seen when writing */
    return out_finish(cmd_import(argc, argv));
}
