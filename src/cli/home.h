/*
 * home.h - where the user's own knowledge base is. Layer: cli.
 */
#ifndef CLI_HOME_H
#define CLI_HOME_H

#include "base/buf.h"

/*
 * $ERRKB_KB, else $XDG_DATA_HOME/errkb/kb.sqlite, else ~/.local/share/errkb/kb.sqlite; empty when
 * none of the variables is set. `chosen` (may be NULL): it was $ERRKB_KB, so it has to be there.
 */
void home_kb(struct buf *path, bool *chosen);

#endif
