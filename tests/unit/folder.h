/* folder.h - cmocka, and a fresh folder for each test that needs files. */
#ifndef FOLDER_H
#define FOLDER_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define assert_done(call, err)                                                                     \
    do {                                                                                           \
        if ((call) != 0)                                                                           \
            fail_msg("%s", (err).message);                                                         \
    } while (0)

/* A fresh folder, made the working directory; removed with all that is in it by leave_folder. */
static inline int enter_folder(void **state)
{
    char name[] = "/tmp/errkb-test-XXXXXX";
    *state = mkdtemp(name) && chdir(name) == 0 ? strdup(name) : NULL;
    return *state ? 0 : -1;
}

static inline int remove_one(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st, (void)flag, (void)at;
    return remove(path);
}

static inline int leave_folder(void **state)
{
    int result = chdir("/");
    nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return result;
}

static inline size_t files_here(void)
{
    size_t n = 0;
    DIR *folder = opendir(".");
    while (readdir(folder))
        n++;
    closedir(folder);
    return n - 2;
}

#endif
