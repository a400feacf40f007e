/* Waiting for changes: what wakes, what is taken together, and what happens without inotify. */
#include "import/source/watch.h"

#include "base/base.h"
#include "folder.h"
#include "import/source/walk.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static const struct watch_options quick = {
    .quiet_ms = 50, .most_ms = 400, .poll_ms = 50, .roots_ms = 5000};

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sleep_ms(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* ---- a watch on one root --------------------------------------------------------------------- */

static int on_file(void *ctx, const struct walk_file *file)
{
    if (file->event == WALK_FOLDER)
        watch_folder(ctx, file->full);
    return 0;
}

/* As a refresh does. */
static void look(struct watch *w, const char *root)
{
    const struct walker walker = {on_file, w};
    struct err err;
    watch_begin(w);
    (void)!walk(root, &walker, &err);
    watch_end(w);
}

static struct watch *watch_docs(const char *folder, const struct watch_options *o, char *root)
{
    const char *roots[] = {root};
    snprintf(root, 256, "%s/docs", folder);
    struct watch *w = watch_new(o, roots, 1);
    look(w, root);
    return w;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* Does the watch wake within half a second? */
static bool wakes(struct watch *w)
{
    int ends[2];
    struct err err;
    assert_int_equal(pipe(ends), 0);
    /* the stop comes from a child: no thread has to be waited for */
    pid_t child = fork();
    if (child == 0) {
        sleep_ms(500);
        (void)!write(ends[1], "x", 1);
        _exit(0);
    }
    int got = watch_wait(w, ends[0], &err);
    assert_true(got >= 0);
    end(child);
    close(ends[0]);
    close(ends[1]);
    return got == 1;
}

static void make_docs(void)
{
    assert_int_equal(mkdir("docs", 0755), 0);
    assert_int_equal(mkdir("docs/sub", 0755), 0);
    put("docs/a.md", "a");
    put("docs/sub/b.md", "b");
}

static void change_text(void)
{
    put("docs/sub/b.md", "bb");
}

static void replace_file(void)
{
    put("docs/.a.swp", "aa");
    assert_int_equal(rename("docs/.a.swp", "docs/a.md"), 0);
}

static void remove_file(void)
{
    assert_int_equal(unlink("docs/a.md"), 0);
}

static void make_folder(void)
{
    assert_int_equal(mkdir("docs/new", 0755), 0);
    put("docs/new/c.md", "c");
}

static void move_root(void)
{
    assert_int_equal(rename("docs", "away"), 0);
}

static void change_elsewhere(void)
{
    put("other", "x");
}

static void change_nothing(void)
{
}

static void wakes_on(const char *folder, const struct watch_options *o)
{
    static const struct {
        void (*change)(void);
        bool wakes;
        const char *why;
    } cases[] = {
        {change_nothing, false, "nothing"},
        {change_text, true, "another text in a folder below"},
        {replace_file, true, "an editor's way: a new file in the old one's place"},
        {remove_file, true, "a file removed"},
        {make_folder, true, "a new folder with a file"},
        {move_root, true, "the root moved away"},
        {change_elsewhere, false, "a file beside the root"},
    };
    char root[256];
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        make_docs();
        struct watch *w = watch_docs(folder, o, root);
        sleep_ms(20); /* another time than that of the first look */
        cases[i].change();
        if (wakes(w) != cases[i].wakes)
            fail_msg("%s: %s", cases[i].why, cases[i].wakes ? "slept on" : "woke");
        watch_free(w);
        (void)nftw("docs", remove_one, 8, FTW_DEPTH | FTW_PHYS);
        (void)nftw("away", remove_one, 8, FTW_DEPTH | FTW_PHYS);
        unlink("other");
    }
}

static void wakes_by_inotify(void **state)
{
    wakes_on(*state, &quick);
}

static void wakes_by_looking(void **state)
{
    struct watch_options o = quick;
    o.poll = true;
    wakes_on(*state, &o);
}

static void follows_new_folders(void **state)
{
    char root[256];
    make_docs();
    struct watch *w = watch_docs(*state, &quick, root);
    assert_int_equal(watch_folders(w), 2);
    make_folder();
    assert_true(wakes(w));
    look(w, root);
    assert_int_equal(watch_folders(w), 3);
    put("docs/new/c.md", "cc");
    assert_true(wakes(w));
    assert_int_equal(rename("docs/new", "away"), 0); /* out of it: nobody's business */
    assert_true(wakes(w));
    look(w, root);
    assert_int_equal(watch_folders(w), 2);
    assert_false(wakes(w));
    put("away/c.md", "ccc");
    assert_false(wakes(w));
    watch_free(w);
}

static void waits_for_a_missing_root(void **state)
{
    char root[256];
    struct watch *w = watch_docs(*state, &quick, root);
    assert_false(wakes(w));
    make_docs();
    assert_true(wakes(w));
    look(w, root);
    change_text();
    assert_true(wakes(w));
    watch_free(w);
}

static void watches_a_file(void **state)
{
    char root[256];
    put("docs", "a file of this name");
    struct watch *w = watch_docs(*state, &quick, root);
    assert_int_equal(watch_folders(w), 1);
    put("docs.new", "another");
    assert_int_equal(rename("docs.new", "docs"), 0);
    assert_true(wakes(w));
    watch_free(w);
}

/* The knowledge base, in which another import may put a new source. */
static void wakes_when_the_file_beside_changes(void **state)
{
    struct watch_options o = quick;
    o.roots_ms = 100;
    o.file = "kb";
    char root[256];
    make_docs();
    put("kb", "one");
    struct watch *w = watch_docs(*state, &o, root);
    assert_false(wakes(w));
    put("kb", "another");
    assert_true(wakes(w));
    look(w, root);
    assert_false(wakes(w));
    assert_int_equal(unlink("kb"), 0);
    assert_true(wakes(w));
    watch_free(w);
}

/* A thousand files are one change. */
static void takes_changes_together(void **state)
{
    char root[256], name[64];
    make_docs();
    struct watch *w = watch_docs(*state, &quick, root);
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "docs/f%d.md", i);
        put(name, "x");
    }
    assert_true(wakes(w));
    look(w, root);
    assert_false(wakes(w));
    watch_free(w);
}

/* Where they do not end it wakes all the same. */
static void wakes_amid_changes(void **state)
{
    char root[256];
    make_docs();
    struct watch *w = watch_docs(*state, &quick, root);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 150; i++) {
            put("docs/a.md", "x");
            sleep_ms(10);
        }
        _exit(0);
    }
    struct err err;
    int64_t start = now_ms();
    assert_int_equal(watch_wait(w, -1, &err), 1);
    end(child);
    assert_true(now_ms() - start < 1200);
    watch_free(w);
}

static void looks_when_there_are_too_many_folders(void **state)
{
    struct watch_options o = quick;
    o.folders_max = 1;
    char root[256];
    make_docs();
    struct watch *w = watch_docs(*state, &o, root);
    const char *trouble = watch_trouble(w);
    assert_non_null(trouble);
    assert_non_null(strstr(trouble, "max_user_watches"));
    assert_null(watch_trouble(w)); /* once */
    look(w, root);
    assert_false(wakes(w));
    sleep_ms(20);
    change_text();
    assert_true(wakes(w));
    watch_free(w);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        TEST(wakes_by_inotify),
        TEST(wakes_by_looking),
        TEST(follows_new_folders),
        TEST(waits_for_a_missing_root),
        TEST(watches_a_file),
        TEST(wakes_when_the_file_beside_changes),
        TEST(takes_changes_together),
        TEST(wakes_amid_changes),
        TEST(looks_when_there_are_too_many_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
