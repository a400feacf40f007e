#include "series.h"

#include <jansson.h>
#include <math.h>

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static void read_bins(const json_t *bins, struct series *s)
{
    for (size_t i = 0; i < json_array_size(bins) && i < MEASURE_BINS; i++) {
        const json_t *bin = json_array_get(bins, i);
        s->calibration.bins[s->calibration.bin_count++] = (struct calibration_bin){
            (size_t)number(bin, "count"), (size_t)number(bin, "right"), number(bin, "confidence")};
    }
}

static void read_curve(const json_t *curve, struct series *s)
{
    for (size_t i = 0; i < json_array_size(curve) && i < CURVE_MAX; i++) {
        const json_t *point = json_array_get(curve, i);
        s->curve[s->curve_count++] = (struct risk_point){
            number(point, "confidence"), number(point, "coverage"), number(point, "risk")};
    }
}

static void read_matches(const json_t *queries, struct series *s)
{
    size_t count = json_array_size(queries), matches = 0, wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *query = json_array_get(queries, i);
        const char *verdict = json_string_value(json_object_get(query, "verdict"));
        const char *says = json_string_value(json_object_get(query, "says"));
        if (!verdict || !says || strcmp(verdict, "match") != 0)
            continue;
        matches++;
        wrong += strcmp(says, "entry") != 0 || number(query, "rank") != 1;
    }
    s->match_coverage = count ? (double)matches / (double)count : (double)NAN;
    s->match_risk = matches ? (double)wrong / (double)matches : (double)NAN;
}

int series_read(const char *argument, struct series *s, struct err *err)
{
    struct str path = str_of(argument), name;
    str_next_part(&path, '=', &name);
    if (path.n == 0 || name.n >= NAME_SIZE)
        return err_set(err, ERR_INVALID, "%s: not NAME=FILE", argument);
    *s = (struct series){.curve_count = 0};
    memcpy(s->name, name.p, name.n);
    json_error_t trouble;
    json_t *root = json_load_file(path.p, 0, &trouble);
    const json_t *all = json_object_get(root, "all");
    read_bins(json_object_get(all, "reliability"), s);
    read_curve(json_object_get(all, "curve"), s);
    read_matches(json_object_get(root, "queries"), s);
    s->calibration.error = number(all, "calibration_error");
    json_decref(root);
    if (s->curve_count == 0 || s->calibration.bin_count == 0)
        return err_set(err, ERR_INVALID, "%s: not what errkb eval --json printed", path.p);
    return 0;
}
