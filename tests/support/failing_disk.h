/*
 * failing_disk.h - a VFS under SQLite that counts the calls that change a file, and fails, or ends the
 * process at, one of them. use_failing_disk sets it up; fail_at says which.
 */
#ifndef TESTS_FAILING_DISK_H
#define TESTS_FAILING_DISK_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    int calls;     /* that change something, so far */
    int fail_at;   /* 0: never */
    int result;    /* what the failing call returns; -1: the process ends there */
    bool for_good; /* all later calls fail, too */
    bool waits;    /* sleeping takes its time */
} disk;

struct file {
    sqlite3_file base;
    sqlite3_file *real;
};

static inline int fault(void)
{
    disk.calls++;
    if (!disk.fail_at || disk.calls < disk.fail_at || (disk.calls > disk.fail_at && !disk.for_good))
        return SQLITE_OK;
    if (disk.result < 0)
        _exit(0);
    return disk.result;
}

static inline sqlite3_file *real(sqlite3_file *f)
{
    return ((struct file *)f)->real;
}

static inline int f_close(sqlite3_file *f)
{
    int rc = real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
    free(real(f));
    return rc;
}

static inline int f_read(sqlite3_file *f, void *out, int n, sqlite3_int64 at)
{
    return real(f)->pMethods->xRead(real(f), out, n, at);
}

static inline int f_write(sqlite3_file *f, const void *in, int n, sqlite3_int64 at)
{
    int rc = fault();
    if (rc != SQLITE_OK) /* half of it arrives */
        real(f)->pMethods->xWrite(real(f), in, n / 2, at);
    return rc != SQLITE_OK ? rc : real(f)->pMethods->xWrite(real(f), in, n, at);
}

static inline int f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int rc = fault();
    return rc != SQLITE_OK ? rc : real(f)->pMethods->xTruncate(real(f), size);
}

static inline int f_sync(sqlite3_file *f, int flags)
{
    int rc = fault();
    (void)f, (void)flags; /* the test needs no real one */
    return rc;
}

static inline int f_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real(f)->pMethods->xFileSize(real(f), size);
}

static inline int f_lock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xLock(real(f), level);
}

static inline int f_unlock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xUnlock(real(f), level);
}

static inline int f_reserved(sqlite3_file *f, int *out)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}

static inline int f_control(sqlite3_file *f, int op, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}

static inline int f_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}

static inline int f_device(sqlite3_file *f)
{
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static const sqlite3_io_methods methods = {
    1,      f_close,  f_read,     f_write,   f_truncate, f_sync,   f_size,
    f_lock, f_unlock, f_reserved, f_control, f_sector,   f_device, NULL,
    NULL,   NULL,     NULL,       NULL,      NULL,
};

static inline int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    struct file *file = (struct file *)f;
    (void)vfs;
    file->real = calloc(1, (size_t)disk.real->szOsFile);
    int rc = disk.real->xOpen(disk.real, name, file->real, flags, out);
    file->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
    if (rc != SQLITE_OK)
        free(file->real);
    return rc;
}

static inline int v_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    int rc = fault();
    (void)vfs;
    return rc != SQLITE_OK ? rc : disk.real->xDelete(disk.real, name, sync);
}

static inline int v_sleep(sqlite3_vfs *vfs, int us)
{
    (void)vfs;
    return disk.waits ? disk.real->xSleep(disk.real, us) : us;
}

static inline int use_failing_disk(void **state)
{
    (void)state;
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "failing";
    disk.vfs.szOsFile = sizeof(struct file);
    disk.vfs.xOpen = v_open;
    disk.vfs.xDelete = v_delete;
    disk.vfs.xSleep = v_sleep;
    return sqlite3_vfs_register(&disk.vfs, 1);
}

static inline void fail_at(int call, int result, bool for_good)
{
    disk.calls = 0;
    disk.fail_at = call;
    disk.result = result;
    disk.for_good = for_good;
}

#endif
