/*
 * remedies.h - entries that say what goes wrong and not what to do about it.
 *
 * Measured against their neighbours (the rows of a table, the sections of a document, the
 * one-problem pages of a folder): where nearly all have a remedy, one without was forgotten; where
 * most have none, that is what such a list is like, and it is told of once, as a whole. Private to
 * lint/. Layer: lint.
 */
#ifndef LINT_REMEDIES_H
#define LINT_REMEDIES_H

#include "lint/subjects.h"

void lint_remedies(struct lint *l, const struct subjects *s);

#endif
