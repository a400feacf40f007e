/*
 * tidy.h - slips of the pen in a document's markup, set right in its tree.
 *
 *   **Scaling Policies **tab        bold, though a blank stands before the closing mark
 *   **https://host.***region*       bold up to the emphasis
 *
 * Layer: import.
 */
#ifndef IMPORT_EXTRACT_TIDY_H
#define IMPORT_EXTRACT_TIDY_H

#include "import/tree/tree.h"

void tidy_apply(struct arena *a, struct node *root);

#endif
