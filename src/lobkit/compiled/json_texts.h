/* Words of JSON as they come: texts, whole numbers, white space. The bytes end with a zero, at which all of it stops. */

#ifndef LOBKIT_JSON_TEXTS
#define LOBKIT_JSON_TEXTS

#include "json_common.h"

typedef struct {
    const char *at, *end;
    char *scratch;     /* for a text without its escapes */
    Py_ssize_t room;   /* in it */
    PyObject **values; /* of lists that are not at their end */
    Py_ssize_t count, most;
} In;

/* What stands between quotation marks, in UTF-8 that nobody has looked at; it holds until the next one. */
typedef struct {
    const char *at;
    Py_ssize_t size;
    int ascii;
} Span;

static inline int is_space(char sign)
{
    return sign == ' ' || sign == '\n' || sign == '\r' || sign == '\t';
}

/* The next sign that is no white space. */
static inline char next(In *in)
{
    while (is_space(*in->at))
        in->at++;
    return *in->at;
}

static inline int take(In *in, char sign)
{
    if (next(in) != sign)
        return unusual("another sign");
    in->at++;
    return 0;
}

/* A comma, or the sign at the end: 1, 0, or -1. */
static inline int go_on(In *in, char end)
{
    char sign = next(in);
    in->at++;
    if (sign == ',')
        return 1;
    return sign == end ? 0 : unusual("neither a comma nor an end");
}

static inline int starts_with(In *in, const char *word, Py_ssize_t size)
{
    return in->end - in->at >= size && memcmp(in->at, word, size) == 0;
}

/* Four hexadecimal digits; -1 for anything else. */
static int code_at(const char *at)
{
    int code = 0;
    for (int i = 0; i < 4; i++) {
        char sign = at[i]; /* a zero, behind which nothing is read, is no digit */
        int digit = sign >= '0' && sign <= '9' ? sign - '0'
                    : sign >= 'a' && sign <= 'f' ? sign - 'a' + 10
                    : sign >= 'A' && sign <= 'F' ? sign - 'A' + 10 : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static const char short_escapes[] = "\"\\/nrt", meant_by_them[] = "\"\\/\n\r\t";

/* Puts the sign of an escape in UTF-8, and gives how many bytes that takes; 0 where it stands for none that records
   hold. It goes behind the escape. */
static int put_escaped(const char **from, char *to)
{
    const char *at = *from + 1; /* behind the backslash */
    const char *known = strchr(short_escapes, *at);
    if (*at != '\0' && known != NULL) {
        *to = meant_by_them[known - short_escapes];
        *from = at + 1;
        return 1;
    }
    long code = *at == 'u' ? code_at(at + 1) : -1;
    if (code < 0)
        return 0;
    at += 5;
    if (code >= 0xD800 && code < 0xDC00) {
        long half = at[0] == '\\' && at[1] == 'u' ? code_at(at + 2) : -1;
        if (half < 0xDC00 || half > 0xDFFF)
            return 0;
        code = 0x10000 + ((code - 0xD800) << 10) + (half - 0xDC00);
        at += 6;
    }
    else if ((code < 0x20 && code != '\t' && code != '\n' && code != '\r') ||
             (code >= 0xDC00 && code <= 0xDFFF))
        return 0;
    *from = at;
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* Where the next sign stands that ends a text or begins an escape, or a control character, which no text holds. */
static inline const char *to_special(In *in, const char *at, int *ascii)
{
    uint64_t seen = 0;
    for (;;) {
        while (in->end - at >= 8) {
            uint64_t eight = eight_at(at);
            if (special_in(eight))
                break;
            seen |= eight;
            at += 8;
        }
        /* Which of the next bytes it is; a byte of 0x80 or more may have been taken for one. */
        for (int i = 0; i < 8; i++, at++) {
            unsigned char sign = (unsigned char)*at;
            if (sign < 0x20 || sign == '"' || sign == '\\') {
                if (seen & EACH(0x80))
                    *ascii = 0;
                return at;
            }
            seen |= sign;
        }
    }
}

/* A text with escapes, of which `at` is the first; it is made in the scratch. */
static int span_without_escapes(In *in, const char *start, const char *at, Span *span)
{
    Py_ssize_t most = in->end - start; /* no escape is shorter than what it stands for */
    if (most > in->room) {
        char *larger = PyMem_Realloc(in->scratch, most + most / 2);
        if (larger == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        in->scratch = larger;
        in->room = most + most / 2;
    }
    char *to = in->scratch;
    for (;;) {
        memcpy(to, start, at - start);
        to += at - start;
        if (*at == '"')
            break;
        if (*at != '\\')
            return unusual("a control character");
        int more = put_escaped(&at, to);
        if (more == 0)
            return unusual("an escape of what no record holds");
        if (more > 1)
            span->ascii = 0;
        to += more;
        start = at;
        at = to_special(in, at, &span->ascii);
    }
    in->at = at + 1;
    span->at = in->scratch;
    span->size = to - in->scratch;
    return 0;
}

static inline int span_of(In *in, Span *span)
{
    if (take(in, '"') < 0)
        return -1;
    span->ascii = 1;
    span->at = in->at;
    const char *at = to_special(in, in->at, &span->ascii);
    if (*at != '"')
        return *at == '\\' ? span_without_escapes(in, in->at, at, span) : unusual("a control character");
    span->size = at - in->at;
    in->at = at + 1;
    return 0;
}

/* Whether U+FFFE or U+FFFF is in it. */
static int holds_noncharacter(const Span *span)
{
    const char *at = span->at, *end = at + span->size;
    while ((at = memchr(at, 0xEF, end - at)) != NULL) {
        if (end - at >= 3 && at[1] == '\xBF' && (at[2] == '\xBE' || at[2] == '\xBF'))
            return 1;
        at++;
    }
    return 0;
}

/* A new text; one that is no UTF-8 is a UnicodeDecodeError. */
static PyObject *text_of(const Span *span)
{
    if (span->ascii) {
        PyObject *text = PyUnicode_New(span->size, 127);
        if (text != NULL && span->size > 0)
            memcpy(PyUnicode_1BYTE_DATA(text), span->at, span->size);
        return text;
    }
    if (holds_noncharacter(span)) {
        unusual("a character that no record holds");
        return NULL;
    }
    return PyUnicode_DecodeUTF8(span->at, span->size, "strict");
}

enum { PLACES = 512 };
static PyObject *seen[PLACES];

/* A text of which the same few come by again and again: those seen last are at hand, with their hashes. */
static PyObject *short_text_of(const Span *span)
{
    enum { MOST = 64 };
    if (!span->ascii || span->size > MOST || span->size == 0)
        return text_of(span);
    uint64_t first = 0, last = 0;
    memcpy(&first, span->at, span->size < 8 ? span->size : 8);
    if (span->size > 8)
        last = eight_at(span->at + span->size - 8);
    uint64_t mixed = (first ^ (uint64_t)span->size) * 0x9E3779B97F4A7C15ULL + last * 0xC2B2AE3D27D4EB4FULL;
    PyObject **place = seen + (mixed >> 32) * PLACES / (1ULL << 32), *known = *place;
    if (known != NULL && PyUnicode_GET_LENGTH(known) == span->size &&
        memcmp(PyUnicode_1BYTE_DATA(known), span->at, span->size) == 0)
        return Py_NewRef(known);
    PyObject *text = text_of(span);
    if (text != NULL)
        Py_XSETREF(*place, Py_NewRef(text));
    return text;
}

/* A whole number of as many digits as fit; what may be something else is left to others. */
static int integer_of(In *in, long long *number)
{
    enum { DIGITS = 18 };
    next(in);
    int negative = *in->at == '-';
    const char *first = in->at + negative, *at = first;
    long long found = 0;
    while (*at >= '0' && *at <= '9' && at - first < DIGITS)
        found = found * 10 + (*at++ - '0');
    int begins_well = at > first && (*first != '0' || (at - first == 1 && !negative));
    if (!begins_well || (*at >= '0' && *at <= '9') || *at == '.' || *at == 'e' || *at == 'E')
        return unusual("no whole number as it is written");
    in->at = at;
    *number = negative ? -found : found;
    return 0;
}

static PyObject *boolean_of(In *in)
{
    next(in);
    int is_true = starts_with(in, "true", 4);
    if (!is_true && !starts_with(in, "false", 5)) {
        unusual("neither true nor false");
        return NULL;
    }
    in->at += is_true ? 4 : 5;
    return PyBool_FromLong(is_true);
}

/* Which of the signs of an IRI a byte is. */
enum { HOST = 1, PATH = 2, QUERY = 4 };
static unsigned char sign_of[256]; /* filled when the module is imported */

static void fill_signs(void)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    for (const char *at = letters; *at; at++)
        sign_of[(unsigned char)*at] = HOST | PATH | QUERY;
    for (const char *at = "_~/"; *at; at++)
        sign_of[(unsigned char)*at] = PATH | QUERY;
    for (const char *at = "=&+,"; *at; at++)
        sign_of[(unsigned char)*at] = QUERY;
}

/* What `is_plain_address` of makers.py says. */
static int is_plain_address(const Span *span)
{
    const char *at = span->at, *end = at + span->size;
    if (span->size < 8 || memcmp(at, "http", 4) != 0)
        return 0;
    at += at[4] == 's' ? 5 : 4;
    if (end - at < 4 || memcmp(at, "://", 3) != 0)
        return 0;
    at += 3;
    const char *host = at;
    while (at < end && sign_of[(unsigned char)*at] & HOST)
        at++;
    if (at == host)
        return 0;
    if (at < end && *at == '/')
        while (at < end && sign_of[(unsigned char)*at] & PATH)
            at++;
    if (at < end && (*at == '?' || *at == '#'))
        for (at++; at < end && sign_of[(unsigned char)*at] & QUERY;)
            at++;
    return at == end;
}

#endif
