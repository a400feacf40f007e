#include "store/db.h"

#include "base/buf.h"
#include "base/io.h"
#include "base/mem.h"
#include "store/schema.h"
#include "store/stats.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int create_tables(struct kb *kb, struct err *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", KB_APPLICATION_ID,
             KB_FORMAT);
    if (db_exec(kb, sql, err) != 0)
        return -1;
    for (size_t i = 0; i < SCHEMA_TABLES; i++)
        if (db_exec(kb, schema_tables[i].sql, err) != 0)
            return -1;
    return 0;
}

/*
 * The process that holds the file for writing, 0 when that cannot be told. The system's table of
 * locks is read because to ask for the lock itself (F_GETLK) takes a descriptor, and closing that
 * would let go of all locks that other handles of this process have on the file.
 */
static uint64_t holder(const char *path)
{
    enum { LOCKS_MAX = 1 << 20, RESERVED_BYTE = 0x40000001, FIELDS = 7 };
    struct stat st;
    uint64_t pid = 0;
    struct buf locks = BUF_INIT(LOCKS_MAX);
    struct err ignored;
    int fd = stat(path, &st) == 0 ? open("/proc/locks", O_RDONLY | O_CLOEXEC) : -1;
    if (fd >= 0 && io_read_fd(fd, "/proc/locks", &locks, &ignored) == 0) {
        /* 1: POSIX ADVISORY WRITE 4711 fe:01:131090 1073741825 1073741825 */
        struct str rest = buf_str(&locks), line;
        while (str_next_line(&rest, &line)) {
            struct str fields[FIELDS] = {0}, part;
            size_t n = 0;
            while (n < FIELDS && str_next_part(&line, ' ', &part))
                if (part.n)
                    fields[n++] = part;
            uint64_t inode, from, process;
            struct str file = str_skip(fields[5], str_rfind_char(fields[5], ':') + 1);
            if (n == FIELDS && str_u64(file, 10, &inode) && inode == st.st_ino &&
                str_u64(fields[6], 10, &from) && from == RESERVED_BYTE &&
                str_u64(fields[4], 10, &process))
                pid = process;
        }
    }
    if (fd >= 0)
        close(fd);
    buf_release(&locks);
    return pid;
}

/* Says of ERR_BUSY whose fault it is. */
static void name_holder(const char *path, struct err *err)
{
    uint64_t pid = err->code == ERR_BUSY && path ? holder(path) : 0;
    if (pid)
        err_set(err, ERR_BUSY,
                "%s: another import is writing it (process %llu): try again when it has ended",
                path, (unsigned long long)pid);
}

/* fresh: a database of our own, without tables. Else a file that others may be filling. */
static int begin_writing(struct kb *kb, bool fresh, struct err *err)
{
    char sql[192];
    /* Many pages that an import changes stay in memory, so that readers wait for its commit only;
     * those that it only reads share a few buffers, which costs less than touching new memory. */
    snprintf(sql, sizeof sql,
             "PRAGMA page_size=%d; PRAGMA cache_size=-2048; PRAGMA cache_spill=%d; "
             "BEGIN IMMEDIATE",
             KB_PAGE_SIZE, (128 << 20) / KB_PAGE_SIZE);
    sqlite3_busy_timeout(kb->db, KB_WRITE_WAIT_MS);
    if (db_exec(kb, sql, err) != 0)
        return -1;
    kb->writing = true;
    kb->changed = fresh;
    int header = fresh ? 1 : db_check_header(kb, err);
    if (header < 0)
        return -1;
    int result = header > 0 ? create_tables(kb, err) : db_check_schema(kb, err);
    kb->file_size = 0; /* it grows from here on */
    return result == 0 ? stats_load(kb, &kb->stats, err) : -1;
}

/* The folders that path needs, as `mkdir -p` makes them; then: may files be made in the last? */
static int make_folder(const char *path, struct err *err)
{
    struct buf folder = BUF_INIT(SIZE_MAX / 2);
    struct str whole = str_of(path);
    int result = 0;
    for (size_t i = 1; i < whole.n && result == 0; i++) {
        if (path[i] != '/' || path[i - 1] == '/')
            continue;
        buf_clear(&folder);
        buf_put(&folder, str_slice(whole, 0, i));
        if (mkdir(buf_cstr(&folder), 0777) != 0 && errno != EEXIST)
            result = err_sys(err, errno, "%s: its folder cannot be made", path);
    }
    if (result == 0 && access(folder.n ? buf_cstr(&folder) : path[0] == '/' ? "/" : ".", W_OK) != 0)
        result = err_sys(err, errno, "%s: its folder cannot be written", path);
    buf_release(&folder);
    return result;
}

static int begin_new(struct kb *kb, const char *path, struct err *err)
{
    if (make_folder(path, err) != 0)
        return -1;
    size_t n = strlen(path) + 1;
    kb->publish_to = mem_alloc(n);
    memcpy(kb->publish_to, path, n);
    /* A database without a name is deleted by the system as soon as this process ends, however. */
    if (db_connect(kb, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err) != 0)
        return -1;
    return begin_writing(kb, true, err);
}

static int begin_existing(struct kb *kb, const char *path, struct err *err)
{
    char *file = db_file_name(path);
    int result = db_connect(kb, file, SQLITE_OPEN_READWRITE, err);
    mem_free(file);
    /* Before the lock, since to lock a file that is none of ours could change it. */
    if (result != 0 || db_check_header(kb, err) < 0)
        return -1;
    return begin_writing(kb, false, err);
}

struct kb *kb_begin(const char *path, struct err *err)
{
    struct kb *kb = db_new(path ? path : "memory");
    struct stat st;
    int result;
    if (!path) {
        /* Not SQLITE_OPEN_MEMORY, which VACUUM INTO would take over for its output. */
        result = db_connect(kb, ":memory:", SQLITE_OPEN_READWRITE, err);
        if (result == 0)
            result = begin_writing(kb, true, err);
    } else if (stat(path, &st) == 0) {
        result = S_ISREG(st.st_mode)
                     ? begin_existing(kb, path, err)
                     : err_set(err, ERR_IO, "%s: %s, not a knowledge base", path,
                               S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe");
    } else if (!path[0]) {
        result = err_set(err, ERR_IO, "the name of the knowledge base is empty");
    } else if (errno == ENOENT && lstat(path, &st) == 0) {
        result = err_set(err, ERR_IO, "%s: a link that leads nowhere: remove it, or name another file",
                         path);
    } else if (errno == ENOENT) {
        result = begin_new(kb, path, err);
    } else {
        result = err_sys(err, errno, "%s: cannot be opened", path);
    }
    if (result == 0)
        return kb;
    kb_close(kb);
    name_holder(path, err);
    return NULL;
}

/* All of `from` as it is now, into a database without pages. */
static int copy_pages(struct kb *to, struct kb *from, struct err *err)
{
    char sql[40];
    snprintf(sql, sizeof sql, "PRAGMA page_size=%d", KB_PAGE_SIZE); /* or it would refuse */
    if (db_exec(to, sql, err) != 0)
        return -1;
    sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!b)
        return db_error(to, sqlite3_errcode(to->db), err);
    sqlite3_backup_step(b, -1);
    int rc = sqlite3_backup_finish(b);
    return rc == SQLITE_OK ? 0 : db_error(to, rc, err);
}

struct kb *kb_begin_copy(const char *path, struct err *err)
{
    struct stat st;
    if (stat(path, &st) != 0 ? errno == ENOENT : S_ISREG(st.st_mode) && st.st_size == 0)
        return kb_begin(NULL, err);
    struct kb *from = kb_open(path, err);
    struct kb *kb = from ? db_new(path) : NULL;
    int result = kb ? db_connect(kb, ":memory:", SQLITE_OPEN_READWRITE, err) : -1;
    if (result == 0)
        result = copy_pages(kb, from, err);
    if (result == 0)
        result = db_exec(kb, "PRAGMA cache_size=-2048; BEGIN IMMEDIATE", err);
    if (result == 0) {
        kb->writing = true; /* what can be checked was when the file was opened */
        result = stats_load(kb, &kb->stats, err);
    }
    kb_close(from);
    if (result == 0)
        return kb;
    kb_close(kb);
    return NULL;
}
