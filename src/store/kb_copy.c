#include "store/kb_copy.h"

#include "base/mem.h"
#include "store/db.h"

#include <stdatomic.h>
#include <sys/mman.h>

struct kb_copy {
    atomic_size_t users;
    char *name;
    void *bytes;
    size_t size;
};

enum {
    READ_MAX = 64 << 20,
    CHANGES_AT = 24, /* SQLite counts here how often the file was changed */
    CHANGES_SIZE = 4,
};

/* All of the file through the handle's own descriptor: closing another one would let go of the locks
 * that the handle has. */
static int read_file(struct kb *kb, struct kb_copy *c, struct err *err)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(kb->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
        !file || !file->pMethods || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
        return err_set(err, ERR_IO, "%s: cannot be read", kb_name(kb));
    void *bytes = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED)
        return err_set(err, ERR_IO, "%s: no memory for the %lld bytes of it", kb_name(kb),
                       (long long)size);
    c->bytes = bytes;
    c->size = (size_t)size;
    for (size_t at = 0; at < c->size; at += READ_MAX) {
        int n = (int)min_size(c->size - at, READ_MAX);
        int rc = file->pMethods->xRead(file, (char *)bytes + at, n, (sqlite3_int64)at);
        if (rc != SQLITE_OK)
            return db_error(kb, rc, err);
    }
    mprotect(bytes, c->size, PROT_READ);
    return 0;
}

struct kb_copy *kb_copy_read(const char *path, struct err *err)
{
    struct kb *kb = kb_open(path, err);
    if (!kb)
        return NULL;
    struct kb_copy *c = mem_zalloc(1, sizeof *c);
    size_t n = strlen(path) + 1;
    c->users = 1;
    c->name = mem_alloc(n);
    memcpy(c->name, path, n);
    int result = read_file(kb, c, err);
    kb_close(kb);
    if (result == 0)
        return c;
    kb_copy_free(c);
    return NULL;
}

struct kb_copy *kb_copy_share(struct kb_copy *c)
{
    atomic_fetch_add(&c->users, 1);
    return c;
}

void kb_copy_free(struct kb_copy *c)
{
    if (!c || atomic_fetch_sub(&c->users, 1) > 1)
        return;
    if (c->bytes)
        munmap(c->bytes, c->size);
    mem_free(c->name);
    mem_free(c);
}

size_t kb_copy_size(const struct kb_copy *c)
{
    return c->size;
}

bool kb_copy_same(const struct kb_copy *a, const struct kb_copy *b)
{
    return a->size == b->size && a->size >= CHANGES_AT + CHANGES_SIZE &&
           memcmp((const char *)a->bytes + CHANGES_AT, (const char *)b->bytes + CHANGES_AT,
                  CHANGES_SIZE) == 0;
}

struct kb *kb_copy_open(const struct kb_copy *c, struct err *err)
{
    return kb_open_image(c->bytes, c->size, c->name, err);
}
