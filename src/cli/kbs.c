#include "cli/kbs.h"

#include "cli/builtin.h"
#include "cli/home.h"
#include "report/shell_word.h"

#include <unistd.h>

static const char builtin_name[] = ":builtin:";

static int add(struct kbs *k, const char *path, struct err *err)
{
    struct kb *kb;
    if (strcmp(path, builtin_name) == 0)
        kb = kb_open_image(builtin_kb, builtin_kb_size(), "the built-in knowledge base", err);
    else
        kb = kb_open(path, err);
    if (!kb)
        return -1;
    k->items[k->count++] = kb;
    return 0;
}

int kbs_open(struct kbs *k, const struct opt_list *paths, struct err *err)
{
    *k = (struct kbs){0};
    int result = 0;
    if (paths->count == 0) {
        struct buf own = BUF_INIT(SIZE_MAX / 2);
        bool chosen;
        home_kb(&own, &chosen);
        const char *path = buf_cstr(&own);
        /* Nobody asked for the user's own by name, so it need not be there. */
        result = add(k, chosen || (own.n && access(path, F_OK) == 0) ? path : builtin_name, err);
        buf_release(&own);
    }
    for (size_t i = 0; i < paths->count && result == 0; i++)
        result = add(k, paths->items[i], err);
    if (result != 0)
        kbs_close(k);
    return result;
}

void kbs_close(struct kbs *k)
{
    for (size_t i = 0; i < k->count; i++)
        kb_close(k->items[i]);
    k->count = 0;
}

void kbs_put_command(struct buf *out, const char *command, const struct opt_list *paths)
{
    buf_puts(out, command);
    for (size_t i = 0; i < paths->count; i++) {
        buf_puts(out, " --kb ");
        shell_word_put(out, str_of(paths->items[i]));
    }
}
