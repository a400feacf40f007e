/*
 * builtin.h - the knowledge base that is compiled in: kb/ as imported when errkb was built.
 * Layer: cli.
 */
#ifndef CLI_BUILTIN_H
#define CLI_BUILTIN_H

#include "base/base.h"

extern const unsigned char builtin_kb[];
extern const unsigned char builtin_kb_end[];

static inline size_t builtin_kb_size(void)
{
    return (size_t)(builtin_kb_end - builtin_kb);
}

#endif
