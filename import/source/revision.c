#include "import/source/revision.h"

#include <import_revision.h> /* made by cmake/revision.cmake */

uint64_t import_revision(void)
{
    return IMPORT_REVISION & INT64_MAX; /* fits where SQLite keeps numbers, and is printed as one */
}
