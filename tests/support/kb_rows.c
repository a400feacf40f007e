/* kb_rows FILE - print every row of a knowledge base: see kb_rows.h. */
#include "kb_rows.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct buf out = BUF_INIT(1 << 30);
    if (argc != 2 || !kb_rows(argv[1], &out)) {
        fprintf(stderr, "usage: kb_rows FILE\n");
        return 2;
    }
    fwrite(out.p, 1, out.n, stdout);
    buf_release(&out);
    return 0;
}
