/*
 * code_forms.h - two printed forms of one code, side by side: "0x80090016/-2146893802".
 *
 * Thread-safe. Layer: text.
 */
#ifndef TEXT_CODE_FORMS_H
#define TEXT_CODE_FORMS_H

#include "text/code.h"

struct code_pair {
    struct code hex, decimal;
};

/*
 * The first pair in text, from *at on, of a hexadecimal and a decimal form of one code that are not
 * the same number; *at is moved behind it. Forms that stand side by side: nothing between them but
 * '/', '(', '=', '|' or "or". A short decimal is no form of a long code (error 5, 0x80070005).
 */
bool code_forms_disagree(struct str text, size_t *at, struct code_pair *pair);

#endif
