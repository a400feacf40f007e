/*
 * cmd.h - the commands: one function each, found through the table in main.c.
 *
 * To add one: write cmd_NAME.c with its option table, declare it here, add its row in main.c, its
 * manual page and completions (a test says which are missing). A command returns the exit status.
 * Layer: cli.
 */
#ifndef CLI_CMD_H
#define CLI_CMD_H

enum exit_status {
    STATUS_FOUND = 0,   /* or: done, answered */
    STATUS_NOTHING = 1, /* lookup: no entry explains the text */
    STATUS_TROUBLE = 2, /* with one line on stderr that names the fault and the mend */
};

/* argv[0] is the command's name. */
int cmd_eval(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_lookup(int argc, char **argv);
int cmd_mcp(int argc, char **argv);
int cmd_refresh(int argc, char **argv);
int cmd_scan(int argc, char **argv);
int cmd_serve(int argc, char **argv);
int cmd_show(int argc, char **argv);
int cmd_stats(int argc, char **argv);

#endif
