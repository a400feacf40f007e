#include "store/columns.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/stats.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* ---- commit ---------------------------------------------------------------------------------- */

struct moved {
    struct str id, target;
};

static int load_moved(struct kb *kb, struct arena *a, struct moved **out, size_t *count,
                      struct err *err)
{
    sqlite3_stmt *s = db_prepare(kb, "SELECT id, target FROM moved ORDER BY id", err);
    if (!s)
        return -1;
    size_t cap = 0;
    int got;
    *out = NULL;
    *count = 0;
    while ((got = db_step(kb, s, err)) == 1) {
        struct row r = {s, a, 0, false};
        struct moved m = {.id = next_text(&r)};
        m.target = next_text(&r);
        if (r.bad || (*count && str_cmp((*out)[*count - 1].id, m.id) == 0)) {
            got = db_corrupt(kb, "ids that moved", err);
            break;
        }
        *out = arena_grow(a, *out, *count, &cap, sizeof **out);
        (*out)[(*count)++] = m;
    }
    sqlite3_finalize(s);
    return got;
}

/* Former ids lead straight to entries that are there, and are none of those. */
static int settle_moved(struct kb *kb, struct err *err)
{
    struct arena *a = arena_new();
    struct moved *moved;
    size_t count;
    int result = load_moved(kb, a, &moved, &count, err);
    for (size_t i = 0; i < count && result == 0; i++) {
        int64_t row;
        struct str end;
        result = db_find(kb, moved[i].id, a, &row, &end, err);
        bool in_use = row && str_eq(end, moved[i].id);
        if (result != 0 || (row && !in_use && str_eq(end, moved[i].target)))
            continue;
        bool drop = !row || in_use;
        sqlite3_stmt *s = db_statement(kb, drop ? DB_DROP_MOVED : DB_PUT_MOVED, err);
        struct values v = {kb, s, err, 0, s == NULL};
        if (s) {
            bind_text(&v, moved[i].id);
            if (!drop)
                bind_text(&v, end);
        }
        result = s ? run_bound(&v) : -1;
    }
    arena_free(a);
    return result;
}

/* "NAME.import-4711", or its journal: the process, 0 for any other file. */
static uint64_t maker_of(struct str file, struct str name)
{
    static const struct str mark = STR_INIT(".import-"), journal = STR_INIT("-journal");
    uint64_t pid = 0;
    struct str rest = str_skip(file, name.n);
    if (!str_starts(file, name) || !str_starts(rest, mark))
        return 0;
    rest = str_skip(rest, mark.n);
    if (str_ends(rest, journal))
        rest = str_slice(rest, 0, rest.n - journal.n);
    return str_u64(rest, 10, &pid) && pid <= INT32_MAX ? pid : 0;
}

/* What imports left beside `path` that were killed before they could give it its name. */
static void remove_leftovers(const char *path)
{
    struct str whole = str_of(path);
    size_t slash = str_rfind_char(whole, '/');
    struct str name = slash == STR_NOT_FOUND ? whole : str_skip(whole, slash + 1);
    struct buf folder = BUF_INIT(SIZE_MAX / 2);
    buf_put(&folder, slash == STR_NOT_FOUND ? STR(".") : str_slice(whole, 0, max_size(slash, 1)));
    DIR *d = opendir(buf_cstr(&folder));
    const struct dirent *file;
    while (d && (file = readdir(d)) != NULL) {
        uint64_t pid = maker_of(str_of(file->d_name), name);
        if (pid && kill((pid_t)pid, 0) != 0 && errno == ESRCH)
            unlinkat(dirfd(d), file->d_name, 0);
    }
    if (d)
        closedir(d);
    buf_release(&folder);
}

/* An empty file of our own beside `path`, to be renamed to it; NULL on failure. For mem_free. */
static char *make_temporary(struct kb *kb, const char *path, struct err *err)
{
    size_t n = strlen(path) + 32;
    char *name = mem_alloc(n);
    snprintf(name, n, "%s.import-%ld", path, (long)getpid());
    remove_leftovers(path);
    unlink(name); /* of a process of this number that was killed */
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) {
        close(fd);
        return name;
    }
    err_sys(err, errno, "%s: cannot be made", kb->name);
    mem_free(name);
    return NULL;
}

static void remove_temporary(const char *name)
{
    size_t n = strlen(name) + sizeof "-journal";
    char *journal = mem_alloc(n);
    snprintf(journal, n, "%s-journal", name);
    unlink(name);
    unlink(journal); /* where SQLite was stopped before it could */
    mem_free(journal);
}

static int copy_into(struct kb *kb, const char *path, struct err *err)
{
    db_idle(kb);
    char *file = db_file_name(path);
    sqlite3_stmt *s = db_prepare(kb, "VACUUM INTO ?1", err);
    int result = -1;
    if (s) {
        sqlite3_bind_text(s, 1, file, -1, SQLITE_STATIC);
        result = db_step(kb, s, err) < 0 ? -1 : 0;
        sqlite3_finalize(s);
    }
    mem_free(file);
    return result;
}

/* The contents of a file, or the names in a folder, are on the disk when this returns 0. */
static int sync_path(struct kb *kb, const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int result =
        fd >= 0 && fsync(fd) == 0 ? 0 : err_sys(err, errno, "%s: cannot be written", kb->name);
    if (fd >= 0)
        close(fd);
    return result;
}

static int sync_folder_of(struct kb *kb, const char *path, struct err *err)
{
    struct str whole = str_of(path);
    size_t slash = str_rfind_char(whole, '/');
    struct buf folder = BUF_INIT(SIZE_MAX / 2);
    buf_put(&folder, slash == STR_NOT_FOUND ? STR(".") : str_slice(whole, 0, max_size(slash, 1)));
    int result = sync_path(kb, buf_cstr(&folder), err);
    buf_release(&folder);
    return result;
}

/* Give the new KB its name, unless somebody else was quicker. */
static int rename_new(struct kb *kb, const char *from, struct err *err)
{
    int rc = renameat2(AT_FDCWD, from, AT_FDCWD, kb->publish_to, RENAME_NOREPLACE);
    if (rc != 0 && (errno == EINVAL || errno == ENOSYS)) /* a file system that does not know it */
        rc = rename(from, kb->publish_to);
    if (rc == 0)
        return 0;
    if (errno == EEXIST)
        return err_set(err, ERR_BUSY, "%s: another import made it meanwhile: import again",
                       kb->name);
    return err_sys(err, errno, "%s: cannot be made", kb->name);
}

static int publish(struct kb *kb, struct err *err)
{
    char *temporary = make_temporary(kb, kb->publish_to, err);
    if (!temporary)
        return -1;
    int result = -1;
    if (copy_into(kb, temporary, err) == 0 && sync_path(kb, temporary, err) == 0 &&
        rename_new(kb, temporary, err) == 0)
        result = sync_folder_of(kb, kb->publish_to, err);
    else
        remove_temporary(temporary);
    mem_free(temporary);
    if (result != 0)
        return -1;
    db_disconnect(kb);
    char *file = db_file_name(kb->publish_to);
    result = db_connect(kb, file, SQLITE_OPEN_READWRITE, err); /* kb_export_image needs it so */
    mem_free(file);
    return result;
}

int kb_commit(struct kb *kb, struct err *err)
{
    if (!kb->writing)
        return db_not_writing(kb, err);
    if (kb->changed && (settle_moved(kb, err) != 0 || stats_store(kb, &kb->stats, err) != 0))
        return -1;
    db_idle(kb);
    if (db_exec(kb, "COMMIT", err) != 0)
        return -1;
    if (kb->publish_to && publish(kb, err) != 0)
        return -1;
    kb->writing = false;
    return 0;
}

/* ---- export ---------------------------------------------------------------------------------- */

/* An image says nothing of the machine it was made on, and is the same for the same documents. */
static int anonymise(const char *path, struct err *err)
{
    struct kb *kb = db_new(path);
    char *file = db_file_name(path);
    int result = db_connect(kb, file, SQLITE_OPEN_READWRITE, err);
    mem_free(file);
    if (result == 0)
        result = db_exec(kb,
                         "PRAGMA journal_mode=MEMORY; BEGIN; UPDATE source SET root=''; "
                         "UPDATE document SET mtime=0; COMMIT; VACUUM",
                         err);
    kb_close(kb);
    return result;
}

int kb_export_image(struct kb *kb, const char *path, struct err *err)
{
    char *temporary = make_temporary(kb, path, err);
    if (!temporary)
        return -1;
    int result = -1;
    if (copy_into(kb, temporary, err) == 0 && anonymise(temporary, err) == 0) {
        result = rename(temporary, path) == 0 ? 0 : err_sys(err, errno, "%s: cannot be made", path);
    }
    if (result != 0)
        remove_temporary(temporary);
    mem_free(temporary);
    return result;
}
