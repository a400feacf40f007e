#include "cli/kbs.h"

#include "cli/builtin.h"
#include "cli/home.h"
#include "report/shell_word.h"

#include <unistd.h>

static const char builtin_name[] = ":builtin:";

static struct kb_place place_of(const char *path)
{
    if (strcmp(path, builtin_name) != 0)
        return (struct kb_place){.path = path};
    return (struct kb_place){.image = builtin_kb, .size = builtin_kb_size(),
                             .name = "the built-in knowledge base"};
}

void kbs_find_places(struct kbs_places *p, const struct opt_list *paths)
{
    *p = (struct kbs_places){.own = BUF_INIT(SIZE_MAX / 2)};
    if (paths->count == 0) {
        bool chosen;
        home_kb(&p->own, &chosen);
        const char *path = buf_cstr(&p->own);
        /* Nobody asked for the user's own by name, so it need not be there. */
        bool use = chosen || (p->own.n && access(path, F_OK) == 0);
        p->items[p->count++] = place_of(use ? path : builtin_name);
    }
    for (size_t i = 0; i < paths->count; i++)
        p->items[p->count++] = place_of(paths->items[i]);
}

void kbs_free_places(struct kbs_places *p)
{
    buf_release(&p->own);
}

static int add(struct kbs *k, const struct kb_place *p, struct err *err)
{
    struct kb *kb =
        p->path ? kb_open(p->path, err) : kb_open_image(p->image, p->size, p->name, err);
    if (!kb)
        return -1;
    k->items[k->count++] = kb;
    return 0;
}

int kbs_open(struct kbs *k, const struct opt_list *paths, struct err *err)
{
    struct kbs_places places;
    int result = 0;
    *k = (struct kbs){0};
    kbs_find_places(&places, paths);
    for (size_t i = 0; i < places.count && result == 0; i++)
        result = add(k, &places.items[i], err);
    if (result != 0)
        kbs_close(k);
    kbs_free_places(&places);
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
