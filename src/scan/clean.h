/*
 * clean.h - text of a record as the rest of errkb wants it: valid UTF-8 without NUL.
 *
 * Bytes that are no UTF-8 are taken for Windows-1252, which old programs write between lines that
 * are; NUL becomes U+FFFD. Text that is clean is not copied. Thread-safe. Layer: scan.
 */
#ifndef SCAN_CLEAN_H
#define SCAN_CLEAN_H

#include "base/arena.h"

struct str clean_text(struct str s, struct arena *a);

/* The code point of a byte in Windows-1252; what it leaves open is a control of Latin-1. */
uint32_t cp1252(unsigned char byte);

#endif
