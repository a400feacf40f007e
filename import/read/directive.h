/*
 * directive.h - the parts of a line that documentation sites write beyond CommonMark, put into
 * CommonMark:
 *
 *   :::image source="a" alt-text="b":::   ![b](<a>), also over several lines, with its description
 *   :::code source="a":::                 [a](<a>)
 *   :::row:::, :::column:::, ...          nothing
 *   ::: zone pivot="a", ::: moniker       ###### a, which scope.c makes a label of
 *   [!VIDEO a]                            nothing
 *   [!code-x[a](b)]                       [a](b)
 *   [!UICONTROL a]                        **a**
 *   [!NOTE] without its quote             **Note:**
 *   [!INCLUDE [a](b c)]                   [!INCLUDE [a](<b c>)]: include.c reads it in the tree
 *
 * One thread at a time. Layer: import.
 */
#ifndef IMPORT_READ_DIRECTIVE_H
#define IMPORT_READ_DIRECTIVE_H

#include "base/buf.h"
#include "import/read/scope.h"

struct directives {
    struct scopes *scopes;
    uint32_t line;   /* number of the line at hand */
    struct str rest; /* the lines behind it */
    uint32_t taken;  /* so many of them belong to this one: they are left empty */
    bool column;     /* inside of a :::column::: */
};

/* Append the line with its directives replaced; false, and nothing appended, when it has none. */
bool directive_colons(struct directives *d, struct str line, struct buf *out);
bool directive_brackets(struct str line, struct buf *out);

#endif
