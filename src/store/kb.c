#include "store/db.h"

#include "base/mem.h"

#include <errno.h>
#include <sys/stat.h>

/* ---- opening and closing --------------------------------------------------------------------- */

/* A commit takes milliseconds, and so does waiting for its end: SQLite's own steps grow to a tenth of
 * a second. */
static int wait_for_commit(void *ctx, int times)
{
    enum { STEP_MS = 2 };
    (void)ctx;
    sqlite3_sleep(STEP_MS);
    return times < KB_READ_WAIT_MS / STEP_MS;
}

/* One read transaction from here to kb_close: all that is read is of one state of the file. The
 * few page buffers are used over and over, which costs less than touching new memory. */
static int begin_reading(struct kb *kb, struct err *err)
{
    sqlite3_busy_handler(kb->db, wait_for_commit, NULL);
    if (db_exec(kb, "BEGIN; PRAGMA cache_size=8", err) != 0)
        return -1;
    return db_check_schema(kb, err);
}

/* A crashed import left its journal, which only somebody who may write can roll back. */
static int recover(struct kb *kb, const char *file, struct err *err)
{
    db_disconnect(kb);
    if (db_connect(kb, file, SQLITE_OPEN_READWRITE, err) != 0 ||
        db_exec(kb, "BEGIN IMMEDIATE; ROLLBACK", err) != 0)
        return err_set(
            err, ERR_IO,
            "%s: an import into it was interrupted, and undoing that takes write access: "
            "run errkb once as a user who has it",
            kb->name);
    db_disconnect(kb);
    return db_connect(kb, file, SQLITE_OPEN_READONLY, err);
}

static int open_file(struct kb *kb, const char *file, struct err *err)
{
    if (db_connect(kb, file, SQLITE_OPEN_READONLY, err) != 0)
        return -1;
    int header = db_check_header(kb, err);
    if (header != 0)
        return header < 0 ? -1 : db_error(kb, SQLITE_NOTADB, err);
    if (begin_reading(kb, err) == 0)
        return 0;
    if (sqlite3_extended_errcode(kb->db) != SQLITE_READONLY_ROLLBACK)
        return -1;
    return recover(kb, file, err) == 0 ? begin_reading(kb, err) : -1;
}

struct kb *kb_open(const char *path, struct err *err)
{
    struct stat st;
    if (!path[0]) {
        err_set(err, ERR_IO, "the name of the knowledge base is empty");
        return NULL;
    }
    if (stat(path, &st) != 0) {
        err_sys(err, errno, "%s: no knowledge base", path);
        return NULL;
    }
    if (!S_ISREG(st.st_mode)) {
        err_set(err, ERR_IO, "%s: %s, not a knowledge base", path,
                S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe");
        return NULL;
    }
    struct kb *kb = db_new(path);
    char *file = db_file_name(path);
    int result = open_file(kb, file, err);
    mem_free(file);
    if (result == 0)
        return kb;
    kb_close(kb);
    return NULL;
}

struct kb *kb_open_image(const void *image, size_t size, const char *name, struct err *err)
{
    struct kb *kb = db_new(name);
    if (db_connect(kb, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, err) != 0)
        goto fail;
    /* SQLite takes the image without const, but READONLY keeps it from writing there. */
    union {
        const void *in;
        unsigned char *out;
    } bytes = {image};
    int rc = sqlite3_deserialize(kb->db, "main", bytes.out, (sqlite3_int64)size,
                                 (sqlite3_int64)size, SQLITE_DESERIALIZE_READONLY);
    if (rc != SQLITE_OK) {
        db_error(kb, rc, err);
        goto fail;
    }
    int header = db_check_header(kb, err);
    if (header > 0)
        db_error(kb, SQLITE_NOTADB, err);
    if (header != 0 || begin_reading(kb, err) != 0)
        goto fail;
    return kb;
fail:
    kb_close(kb);
    return NULL;
}

void kb_close(struct kb *kb)
{
    if (!kb)
        return;
    db_disconnect(kb);
    mem_free(kb->publish_to);
    mem_free(kb->name);
    mem_free(kb);
}

const char *kb_name(const struct kb *kb)
{
    return kb->name;
}
