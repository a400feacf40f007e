/* Files, folders, pipes; packed, in other encodings, too long, not there, changed while read. */
#include "tests/support/random.h"
#include "tests/unit/input_fixture.h"

#include <pthread.h>
#include <zlib.h>

static struct str bytes_of(const struct buf *b)
{
    return buf_str(b);
}

/* The records of the file "log" that holds these bytes, and what was said of it. */
static struct input_status read_bytes(struct str bytes, const struct input_options *given,
                                      struct buf *out)
{
    static const char *const paths[] = {"log"};
    struct input_options o = given ? *given : options_for(paths, 1);
    struct input_status status = {.format = ""};
    o.paths = paths;
    o.path_count = 1;
    write_file("log", bytes);
    buf_clear(out);
    read_all(&o, out, &status);
    return status;
}

/* ---- encodings ------------------------------------------------------------------------------- */

struct encoded {
    const char *comment;
    struct str bytes;
    const char *given; /* --encoding */
    const char *encoding;
    const char *records;
};
#define E(comment, bytes, given, encoding, records)                                                \
    {                                                                                              \
        comment, STR_INIT(bytes), given, encoding, records                                         \
    }

static const struct encoded encodings[] = {
    E("UTF-8", "gr\xC3\xBC\xC3\x9F\n", NULL, "UTF-8", "1 - - [] gr\xC3\xBC\xC3\x9F\n"),
    E("UTF-8 with a mark",
      "\xEF\xBB\xBF"
      "one\n",
      NULL, "UTF-8", "1 - - [] one\n"),
    E("UTF-16 LE with a mark", "\xFF\xFEo\0n\0e\0\r\0\n\0t\0\xFC\0", NULL, "UTF-16LE",
      "1 - - [] one\n2 - - [] t\xC3\xBC\n"),
    E("UTF-16 BE with a mark", "\xFE\xFF\0o\0n\0e\0\n\0t", NULL, "UTF-16BE",
      "1 - - [] one\n2 - - [] t\n"),
    E("UTF-16 LE without a mark", "o\0n\0e\0\n\0t\0w\0o\0", NULL, "UTF-16LE",
      "1 - - [] one\n2 - - [] two\n"),
    E("UTF-16, an odd byte at the end", "\xFF\xFEo\0n\0e", NULL, "UTF-16LE",
      "1 - - [] on\xEF\xBF\xBD\n"),
    E("UTF-16, a lone half of a pair", "\xFF\xFE\x3D\xD8o\0\n\0", NULL, "UTF-16LE",
      "1 - - [] \xEF\xBF\xBDo\n"),
    E("Windows-1252", "gr\xFC\xDF, 5 \x80\n", NULL, "Windows-1252",
      "1 - - [] gr\xC3\xBC\xC3\x9F, 5 \xE2\x82\xAC\n"),
    E("more of it than of UTF-8", "\xFC \xFC \xFC \xC3\xBC\n", NULL, "Windows-1252",
      "1 - - [] \xC3\xBC \xC3\xBC \xC3\xBC \xC3\xBC\n"),
    E("a line of it in UTF-8", "gr\xC3\xBC\xC3\x9F \xC3\xA4\ngr\xFC\xDF\n", NULL, "UTF-8",
      "1 - - [] gr\xC3\xBC\xC3\x9F \xC3\xA4\n2 - - [] gr\xC3\xBC\xC3\x9F\n"),
    E("by its name", "\x93\xFA\x96{\n", "SHIFT_JIS", "SHIFT_JIS",
      "1 - - [] \xE6\x97\xA5\xE6\x9C\xAC\n"),
    E("a mark is surer than a name", "\xFF\xFEo\0", "SHIFT_JIS", "UTF-16LE", "1 - - [] o\n"),
    E("Latin-1 by its name", "\xE9\n", "latin1", "latin1", "1 - - [] \xC3\xA9\n"),
    E("NUL in a line", "a long enough line with a\0b in it\n", NULL, "UTF-8",
      "1 - - [] a long enough line with a\xEF\xBF\xBD"
      "b in it\n"),
    E("NULs that a log begins with", "\0\0\0\0\0\0\0\0\0one\n", NULL, "UTF-8", "1 - - [] one\n"),
    E("bare CRs", "one\rtwo\rthree", NULL, "UTF-8", "1 - - [] one\n2 - - [] two\n3 - - [] three\n"),
    E("CRs within lines", "10%\r20%\rdone\nnext\n", NULL, "UTF-8",
      "1 - - [] 10%\r20%\rdone\n2 - - [] next\n"),
    E("nothing", "", NULL, "", ""),
    E("nothing but a mark", "\xFF\xFE", NULL, "UTF-16LE", ""),
    E("a line end", "\n", NULL, "UTF-8", "1 - - [] \n"),
};

static void each_encoding(void **state)
{
    struct buf out = BUF_INIT(1 << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(encodings); i++) {
        const struct encoded *e = &encodings[i];
        struct input_options o = options_for(NULL, 0);
        o.encoding = e->given;
        struct input_status s = read_bytes(e->bytes, &o, &out);
        check_str(bytes_of(&out), e->records, e->comment);
        check_str(str_of(s.encoding), e->encoding, e->comment);
    }
    buf_release(&out);
}

static void no_such_encoding(void **state)
{
    struct input_options o = options_for(NULL, 0);
    struct err err;
    (void)state;
    o.encoding = "KLINGON";
    assert_null(inputs_open(&o, &err));
    assert_string_equal(err.message,
                        "no encoding is called 'KLINGON' here: give a name that `iconv -l` has");
}

static void binary_files(void **state)
{
    static const struct str binaries[] = {STR_INIT("\x7F"
                                                   "ELF\2\1\1\0\0\0"),
                                          STR_INIT("PK\3\4abcdefgh"),
                                          STR_INIT("%PDF-1.4\nsome text\n"),
                                          STR_INIT("\x01\x02\x03\x04 text")};
    struct buf out = BUF_INIT(1 << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(binaries); i++) {
        struct input_options o = options_for(NULL, 0);
        struct input_status s = read_bytes(binaries[i], &o, &out);
        assert_int_equal(out.n, 0);
        assert_true(s.skipped);
        assert_string_equal(s.trouble, "binary, left out: --text reads it all the same");
        o.text = true;
        s = read_bytes(binaries[i], &o, &out);
        assert_true(out.n > 0);
        assert_false(s.skipped);
    }
    buf_release(&out);
}

/* ---- packed ---------------------------------------------------------------------------------- */

#define GZIP                                                                                       \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5\x2a\x29\xcf\xe7\x02\x00\xe6\x0b\xba" \
    "\x12\x08\x00\x00\x00"
#define XZ                                                                                         \
    "\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5" \
    "\xa3\x01\x00\x07\x6f\x6e\x65\x0a\x74\x77\x6f\x0a\x00\x51\xab\x9e\xaf\x57\x75\x70\x49\x00\x01" \
    "\x20\x08\xbb\x19\xd9\xbb\x1f\xb6\xf3\x7d\x01\x00\x00\x00\x00\x04\x59\x5a"
#define ZSTD      "\x28\xb5\x2f\xfd\x04\x58\x41\x00\x00\x6f\x6e\x65\x0a\x74\x77\x6f\x0a\xe6\xa6\x0e\x40"
#define SKIPPABLE "\x5a\x2a\x4d\x18\x04\x00\x00\x00zzzz"
#define TWO       "1 - - [] one\n2 - - [] two\n"
#define FOUR      TWO "3 - - [] one\n4 - - [] two\n"

static const struct {
    const char *comment;
    struct str bytes;
    const char *packing;
    const char *records;
    const char *trouble;
} packed[] = {
    {"gzip", STR_INIT(GZIP), "gzip", TWO, ""},
    {"two members", STR_INIT(GZIP GZIP), "gzip", FOUR, ""},
    {"filled up with zeros", STR_INIT(GZIP "\0\0\0\0\0\0\0\0"), "gzip", TWO, ""},
    {"something else behind it", STR_INIT(GZIP "junk"), "gzip", TWO,
     "behind its gzip data stands something else, left out"},
    {"cut off in the trailer",
     STR_INIT("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5"
              "\x2a\x29\xcf\xe7\x02\x00\xe6"),
     "gzip", TWO, "its gzip data is cut off: what was whole was read"},
    {"cut off in the data", STR_INIT("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5"),
     "gzip", "1 - - [] one\n", "its gzip data is cut off: what was whole was read"},
    {"the wrong sum",
     STR_INIT("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcf\x4b\xe5\x2a\x29"
              "\xcf\xe7\x02\x00\xe6\x0b\xba\x13\x08\x00\x00\x00"),
     "gzip", TWO, "gzip data: corrupt; what was whole was read"},
    {"corrupt from the beginning", STR_INIT("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff"),
     "gzip", "", "gzip data: corrupt; what was whole was read"},
    {"xz", STR_INIT(XZ), "xz", TWO, ""},
    {"two of them, and what fills up", STR_INIT(XZ XZ "\0\0\0\0"), "xz", FOUR, ""},
    {"xz, cut off",
     STR_INIT("\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16"), "xz", "",
     "its xz data is cut off: what was whole was read"},
    {"zstd", STR_INIT(ZSTD), "zstd", TWO, ""},
    {"two frames", STR_INIT(ZSTD ZSTD), "zstd", FOUR, ""},
    {"a frame to be left out before it", STR_INIT(SKIPPABLE ZSTD), "zstd", TWO, ""},
    {"zstd, cut off", STR_INIT("\x28\xb5\x2f\xfd\x04\x58\x41\x00\x00\x6f\x6e"), "zstd",
     "1 - - [] on\n", "its zstd data is cut off: what was whole was read"},
    {"zstd, corrupt", STR_INIT("\x28\xb5\x2f\xfd\x04\x58\x47\xff\xff\x6f\x6e\x00"), "zstd", "",
     "zstd data: corrupt; what was whole was read"},
    {"only the first bytes", STR_INIT("\x1f\x8b"), "", "",
     "binary, left out: --text reads it all the "
     "same"},
};

static void packed_files(void **state)
{
    struct buf out = BUF_INIT(1 << 20);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(packed); i++) {
        struct input_status s = read_bytes(packed[i].bytes, NULL, &out);
        check_str(bytes_of(&out), packed[i].records, packed[i].comment);
        check_str(str_of(s.packing), packed[i].packing, packed[i].comment);
        check_str(str_of(s.trouble), packed[i].trouble, packed[i].comment);
    }
    buf_release(&out);
}

/* 64 MB of one line in 64 KB: its beginning is a record, the rest is counted. */
static void a_bomb(void **state)
{
    enum { MEGABYTES = 64 };
    static char zeros[1 << 20];
    struct buf out = BUF_INIT(1 << 20);
    struct input_status s = {0};
    static const char *const paths[] = {"bomb"};
    struct input_options o = options_for(paths, 1);
    (void)state;
    memset(zeros, 'a', sizeof zeros);
    gzFile f = gzopen("bomb", "wb9");
    for (int i = 0; i < MEGABYTES; i++)
        assert_int_equal(gzwrite(f, zeros, sizeof zeros), sizeof zeros);
    gzwrite(f, "\nend\n", 5);
    gzclose(f);
    read_all(&o, &out, &s);
    assert_true(str_ends(buf_str(&out), STR("\n2 - - [] end\n")));
    assert_int_equal(s.cut + s.bytes, (MEGABYTES << 20) + 5);
    assert_true(
        str_starts(str_of(s.trouble), STR("line 1: a record is longer than 1048576 bytes")));
    buf_release(&out);
}

/* ---- sizes ----------------------------------------------------------------------------------- */

/* Records of many blocks: each once, with its line. */
static void records_over_blocks(void **state)
{
    enum { RECORDS = 60000 };
    struct buf log = BUF_INIT(32 << 20), want = BUF_INIT(32 << 20), out = BUF_INIT(32 << 20);
    struct random r = {7};
    unsigned line = 1;
    (void)state;
    for (unsigned i = 0; i < RECORDS; i++) {
        unsigned more = random_below(&r, 8) == 0 ? (unsigned)random_below(&r, 6) : 0;
        buf_printf(&log, "2024-01-05T10:15:30Z record %u", i);
        buf_printf(&want, "%u", line);
        if (more)
            buf_printf(&want, "+%u", more);
        buf_printf(&want, " 1704449730.000 - [] record %u", i);
        for (unsigned k = 0; k < more; k++) {
            buf_printf(&log, "\n\tat frame.%u(x)", k);
            buf_printf(&want, "|\tat frame.%u(x)", k);
        }
        buf_putc(&log, '\n');
        buf_putc(&want, '\n');
        line += 1 + more;
    }
    assert_true(log.n > 2 * BLOCK_SIZE);
    read_bytes(buf_str(&log), NULL, &out);
    assert_int_equal(out.n, want.n);
    assert_true(str_eq(buf_str(&out), buf_str(&want)));
    buf_release(&log);
    buf_release(&want);
    buf_release(&out);
}

/* Any byte asked for gives the record around it. */
static void record_at_any_byte(void **state)
{
    static const struct str log = STR_INIT(
        "2024-01-05 10:15:30 one\n\tat a.b(c)\n2024-01-05 10:15:31 two\n2024-01-05 10:15:32 "
        "three\nmore\nand more\n");
    static const uint64_t lines[] = {1, 1, 3, 4, 4, 4};
    static const char *const paths[] = {"log"};
    const struct input_options o = options_for(paths, 1);
    struct err err;
    struct block *b;
    struct arena *a = arena_new();
    (void)state;
    write_file("log", log);
    struct inputs *in = inputs_open(&o, &err);
    assert_int_equal(inputs_next(in, &b), 1);
    for (size_t at = 0; at < log.n; at++) {
        struct line_place hint = {0, b->first_line, 0};
        uint64_t want = lines[count_lines(str_slice(log, 0, at))];
        assert_int_equal(record_at(b, at, NULL, a).line, want);
        assert_int_equal(record_at(b, at, &hint, a).line, want);
    }
    block_release(b);
    inputs_free(in);
    arena_free(a);
}

/* Lines of all kinds: whichever byte is asked for, and from whichever earlier place, its record is
 * the one that reading them one after the other gives. */
static void records_do_not_depend_on_who_asks(void **state)
{
    enum { ROUNDS = 40, LINES = 300 };
    static const char *const forms[] = {"2024-01-05 10:15:30 ERROR x\n", "\tat a.b(c)\n", "loose\n",
                                        "\n"};
    static const char *const paths[] = {"log"};
    const struct input_options o = options_for(paths, 1);
    struct arena *a = arena_new();
    struct random r = {11};
    struct err err;
    struct block *b;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct buf log = BUF_INIT(1 << 20);
        for (int i = 0; i < LINES; i++)
            buf_puts(&log, forms[0]); /* most lines have a time: half of what decides */
        size_t from = log.n;
        for (int i = 0; i < LINES;) {
            const char *form = forms[random_below(&r, ARRAY_LEN(forms))];
            for (size_t n = 1 + random_below(&r, random_below(&r, 3) ? 2 : 45); n > 0; n--, i++)
                buf_puts(&log, form);
        }
        write_file("log", buf_str(&log));
        struct inputs *in = inputs_open(&o, &err);
        assert_int_equal(inputs_next(in, &b), 1);
        struct line_place walk = {0, 1, 0}, jump = {0, 1, 0};
        struct record is;
        for (size_t at = 0; at < b->bytes.n; at = record_end(b, &is)) {
            is = record_at(b, at, &walk, a);
            assert_ptr_equal(is.raw.p, b->bytes.p + at);
            size_t end = record_end(b, &is), middle = at + random_below(&r, end - at);
            struct record alone = record_at(b, middle, NULL, a);
            assert_ptr_equal(alone.raw.p, is.raw.p);
            assert_int_equal(alone.raw.n, is.raw.n);
            assert_int_equal(alone.line, is.line);
            if (at < from || random_below(&r, 3))
                continue;
            struct record later = record_at(b, middle, &jump, a);
            assert_ptr_equal(later.raw.p, is.raw.p);
            assert_int_equal(later.raw.n, is.raw.n);
            assert_int_equal(later.line, is.line);
            arena_reset(a);
        }
        block_release(b);
        inputs_free(in);
        buf_release(&log);
    }
    arena_free(a);
}

/* Output of something else between the lines of a log is no part of them. */
static void loose_lines_are_records_when_there_are_many(void **state)
{
    struct buf log = BUF_INIT(1 << 20), out = BUF_INIT(1 << 20);
    (void)state;
    for (int i = 0; i < 100; i++)
        buf_puts(&log, "2024-01-05 10:15:30 one\n");
    for (int i = 0; i < 60; i++)
        buf_puts(&log, "output\n");
    read_bytes(buf_str(&log), NULL, &out);
    assert_true(str_find(buf_str(&out), STR("\n100+30 1704449730.000 - [] one|output|")) !=
                STR_NOT_FOUND);
    assert_true(str_find(buf_str(&out), STR("\n131 - - [] output\n132 - - [] output\n")) !=
                STR_NOT_FOUND);
    buf_release(&log);
    buf_release(&out);
}

static void a_record_of_too_many_lines_is_parted(void **state)
{
    struct buf log = BUF_INIT(1 << 20), out = BUF_INIT(1 << 20);
    (void)state;
    buf_puts(&log, "2024-01-05 10:15:30 one\n");
    for (int i = 0; i < RECORD_LINES_MAX + 10; i++)
        buf_puts(&log, "\tx\n");
    read_bytes(buf_str(&log), NULL, &out);
    assert_true(str_starts(buf_str(&out), STR("1+999 1704449730.000")));
    assert_true(str_find(buf_str(&out), STR("\n1001+10 - ")) != STR_NOT_FOUND);
    buf_release(&log);
    buf_release(&out);
}

static void long_lines(void **state)
{
    struct buf log = BUF_INIT(64 << 20), out = BUF_INIT(64 << 20);
    (void)state;
    buf_puts(&log, "short\n");
    buf_repeat(&log, 'a', 100000);
    buf_puts(&log, "\nlast\n");
    struct input_status s = read_bytes(buf_str(&log), NULL, &out);
    assert_true(str_ends(buf_str(&out), STR(" (34464 cut)\n3 - - [] last\n")));
    assert_int_equal(s.cut, 0); /* it is in its block, whole */
    buf_clear(&log);
    buf_repeat(&log, 'a', 3 << 20);
    buf_puts(&log, "\nlast\n");
    s = read_bytes(buf_str(&log), NULL, &out);
    assert_true(str_ends(buf_str(&out), STR("2 - - [] last\n")));
    assert_int_equal(s.cut, (2 << 20) + 1);
    buf_release(&log);
    buf_release(&out);
}

static void a_json_line_of_ten_megabytes(void **state)
{
    struct buf log = BUF_INIT(64 << 20), out = BUF_INIT(1 << 20);
    (void)state;
    buf_puts(&log, "{\"a\":[");
    for (int i = 0; i < 2 << 20; i++)
        buf_puts(&log, "1234,");
    buf_puts(&log, "1],\"deep\":");
    buf_repeat(&log, '[', 1000);
    buf_repeat(&log, ']', 1000);
    buf_puts(&log, ",\"msg\":\"at the end\"}\n{\"msg\":\"next\"}\n");
    read_bytes(buf_str(&log), NULL, &out);
    check_str(buf_str(&out), "1 - - [] at the end\n2 - - [] next\n", "10 MB");
    buf_clear(&log);
    buf_puts(&log, "{\"msg\":\"begins\",\"a\":\"");
    buf_repeat(&log, 'x', UNIT_MAX);
    buf_puts(&log, "\"}\n{\"msg\":\"next\"}\n");
    struct input_status s = read_bytes(buf_str(&log), NULL, &out);
    check_str(buf_str(&out), "1 - - [] begins\n2 - - [] next\n", "over the limit");
    assert_true(s.cut > 0);
    buf_clear(&log);
    buf_repeat(&log, '[', 1 << 20);
    buf_puts(&log, "\n{\"msg\":\"next\"}\n");
    struct input_options o = options_for(NULL, 0);
    o.format = "jsonl";
    read_bytes(buf_str(&log), &o, &out);
    assert_true(str_ends(buf_str(&out), STR("2 - - [] next\n")));
    buf_release(&log);
    buf_release(&out);
}

/* ---- files and folders ----------------------------------------------------------------------- */

static void folders(void **state)
{
    static const char *const paths[] = {".", "missing"};
    struct input_options o = options_for(paths, 2);
    struct buf out = BUF_INIT(1 << 20);
    struct err err;
    (void)state;
    mkdir("sub", 0700);
    mkdir("sub/deeper", 0700);
    mkdir(".hidden", 0700);
    write_file("b.log", STR("b\n"));
    write_file("a.log", STR("a\n"));
    write_file("c.txt", STR("c\n"));
    write_file("sub/deeper/d.log", STR("d\n"));
    write_file(".hidden/e.log", STR("e\n"));
    assert_int_equal(symlink("..", "sub/loop"), 0);
    assert_int_equal(symlink("self.log", "self.log"), 0);
    assert_int_equal(symlink("../a.log", "sub/link.log"), 0);
    assert_int_equal(mkfifo("fifo.log", 0600), 0); /* would wait for a writer */
    o.glob = "*.log";
    read_all(&o, &out, NULL);
    check_str(buf_str(&out), "1 - - [] a\n1 - - [] b\n1 - - [] a\n1 - - [] d\n", "order");
    struct inputs *in = inputs_open(&o, &err);
    struct block *b;
    while (inputs_next(in, &b) == 1)
        block_release(b);
    static const char *const names[] = {
        "./a.log", "./b.log", "./self.log", "./sub/link.log", "./sub/deeper/d.log", "missing"};
    assert_int_equal(inputs_count(in), ARRAY_LEN(names));
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct input_status s;
        inputs_status(in, i, &s);
        check_str(s.name, names[i], "name");
        bool bad = i == 2 || i == 5;
        assert_int_equal(s.skipped, bad);
        assert_int_equal(str_starts(str_of(s.trouble), STR("cannot be read: ")), bad);
    }
    uint64_t done, total;
    inputs_progress(in, &done, &total);
    assert_int_equal(done, 8);
    assert_int_equal(total, 8);
    inputs_free(in);
    buf_release(&out);
}

static void an_unreadable_file_among_others(void **state)
{
    static const char *const paths[] = {"a", "folder", "b"};
    struct input_options o = options_for(paths, 3);
    struct buf out = BUF_INIT(1 << 20);
    (void)state;
    write_file("a", STR("a\n"));
    write_file("b", STR("b\n"));
    mkdir("folder", 0000);
    read_all(&o, &out, NULL);
    check_str(buf_str(&out), "1 - - [] a\n1 - - [] b\n", "the others");
    buf_release(&out);
}

/* It is emptied behind the first block: what was read stays, and it is said. */
static void a_file_that_shrinks_while_it_is_read(void **state)
{
    static const char *const paths[] = {"log", "next"};
    struct input_options o = options_for(paths, 2);
    struct buf log = BUF_INIT(8 << 20);
    struct err err;
    struct block *b;
    size_t blocks = 0;
    (void)state;
    for (int i = 0; i < 200000; i++)
        buf_puts(&log, "an ordinary line\n");
    write_file("log", buf_str(&log));
    write_file("next", STR("next\n"));
    struct inputs *in = inputs_open(&o, &err);
    while (inputs_next(in, &b) == 1) {
        if (blocks++ == 0)
            assert_int_equal(truncate("log", 10), 0);
        block_release(b);
    }
    assert_true(blocks >= 2);
    struct input_status s;
    inputs_status(in, 0, &s);
    assert_string_equal(s.trouble, "it became shorter while it was read");
    inputs_status(in, 1, &s);
    assert_int_equal(s.bytes, 5);
    inputs_free(in);
    buf_release(&log);
}

/* It is removed, and another one made, once it is open: that does not matter. */
static void a_file_that_vanishes_while_it_is_read(void **state)
{
    static const char *const paths[] = {"log"};
    struct input_options o = options_for(paths, 1);
    struct buf log = BUF_INIT(8 << 20);
    struct err err;
    struct block *b;
    uint64_t bytes = 0;
    (void)state;
    for (int i = 0; i < 200000; i++)
        buf_puts(&log, "an ordinary line\n");
    write_file("log", buf_str(&log));
    struct inputs *in = inputs_open(&o, &err);
    while (inputs_next(in, &b) == 1) {
        unlink("log");
        write_file("log", STR("another\n"));
        bytes += b->bytes.n;
        block_release(b);
    }
    assert_int_equal(bytes, log.n);
    inputs_free(in);
    buf_release(&log);
}

/* ---- pipes ----------------------------------------------------------------------------------- */

struct writer {
    int fd;
    struct str bytes;
    uint64_t seed;
};

/* In pieces of any size, some of them a byte. */
static void *write_pieces(void *arg)
{
    struct writer *w = arg;
    struct random r = {w->seed};
    while (w->bytes.n) {
        size_t n = min_size(w->bytes.n, 1 + random_below(&r, random_below(&r, 4) ? 5000 : 3));
        ssize_t done = write(w->fd, w->bytes.p, n);
        if (done <= 0)
            break;
        w->bytes = str_skip(w->bytes, (size_t)done);
    }
    close(w->fd);
    return NULL;
}

/* What is in a pipe is what is in a file, however it comes. */
static void a_pipe_gives_what_a_file_gives(void **state)
{
    static const struct str logs[] = {
        STR_INIT("2024-01-05 10:15:30 one\nmore\n2024-01-05 10:15:31 two\n"),
        STR_INIT("{\"msg\":\"one\"}\n{\"msg\":\"two\"}\n"),
        STR_INIT("time,message\n2024-01-05,\"a\nb\"\n2024-01-05,c\n"),
        STR_INIT("\xFF\xFEo\0n\0e\0\n\0t\0w\0o\0"),
        STR_INIT(GZIP GZIP),
        STR_INIT(ZSTD),
    };
    (void)state;
    for (uint64_t round = 0; round < 60; round++) {
        struct buf want = BUF_INIT(1 << 20), out = BUF_INIT(1 << 20);
        struct str log = logs[round % ARRAY_LEN(logs)];
        int ends[2];
        char path[32];
        pthread_t thread;
        read_bytes(log, NULL, &want);
        assert_int_equal(pipe(ends), 0);
        snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
        const char *const paths[] = {path};
        struct input_options o = options_for(paths, 1);
        struct writer w = {ends[1], log, round + 1};
        pthread_create(&thread, NULL, write_pieces, &w);
        read_all(&o, &out, NULL);
        pthread_join(thread, NULL);
        close(ends[0]);
        assert_true(str_eq(buf_str(&want), buf_str(&out)));
        buf_release(&want);
        buf_release(&out);
    }
}

/* A host writes a line and waits for the answer before it writes the next one. */
static void a_line_is_given_before_the_next_is_written(void **state)
{
    int ends[2];
    char path[32];
    struct err err;
    struct block *b;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    const char *const paths[] = {path};
    for (int each = 0; each < 2; each++) {
        struct input_options o = options_for(paths, 1);
        o.each_line = each == 1;
        struct inputs *in = inputs_open(&o, &err);
        for (int i = 0; i < 3; i++) {
            assert_int_equal(write(ends[1], "Up\n", 3), 3);
            assert_int_equal(inputs_next(in, &b), 1);
            check_str(b->bytes, "Up\n", "a line");
            block_release(b);
        }
        inputs_free(in);
    }
    close(ends[0]);
    close(ends[1]);
}

static void it_stops_when_it_is_told(void **state)
{
    int ends[2], stop[2];
    char path[32];
    struct err err;
    struct block *b;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(pipe(stop), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
    const char *const paths[] = {path};
    struct input_options o = options_for(paths, 1);
    o.stop_fd = stop[0];
    struct inputs *in = inputs_open(&o, &err);
    assert_int_equal(write(ends[1], "one\n", 4), 4);
    assert_int_equal(inputs_next(in, &b), 1);
    block_release(b);
    assert_int_equal(write(stop[1], "x", 1), 1);
    assert_int_equal(inputs_next(in, &b), 0);
    inputs_free(in);
    for (int i = 0; i < 2; i++) {
        close(ends[i]);
        close(stop[i]);
    }
}

#define T(f) cmocka_unit_test_setup_teardown(f, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(each_encoding),
        T(no_such_encoding),
        T(binary_files),
        T(packed_files),
        T(a_bomb),
        T(records_over_blocks),
        T(record_at_any_byte),
        T(records_do_not_depend_on_who_asks),
        T(loose_lines_are_records_when_there_are_many),
        T(a_record_of_too_many_lines_is_parted),
        T(long_lines),
        T(a_json_line_of_ten_megabytes),
        T(folders),
        T(an_unreadable_file_among_others),
        T(a_file_that_shrinks_while_it_is_read),
        T(a_file_that_vanishes_while_it_is_read),
        T(a_pipe_gives_what_a_file_gives),
        T(a_line_is_given_before_the_next_is_written),
        T(it_stops_when_it_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
