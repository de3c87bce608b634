/* Texts, numbers, dates and trees as JSON, in bytes that grow. */

#ifndef LOBKIT_JSON_VALUES
#define LOBKIT_JSON_VALUES

#include "json_common.h"

typedef struct {
    PyObject *bytes; /* that grow, and are handed out in the end without a copy */
    char *data;      /* of them */
    Py_ssize_t size, room;
} Out;

static int grow(Out *out, Py_ssize_t more)
{
    if (more > PY_SSIZE_T_MAX / 4 - out->size) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t room = (out->size + more) * 2;
    if (out->bytes != NULL)
        _PyBytes_Resize(&out->bytes, room); /* NULL is left where it fails */
    else
        out->bytes = PyBytes_FromStringAndSize(NULL, room);
    if (out->bytes == NULL)
        return -1;
    out->data = PyBytes_AS_STRING(out->bytes);
    out->room = room;
    return 0;
}

static inline int reserve(Out *out, Py_ssize_t more)
{
    return out->room - out->size >= more ? 0 : grow(out, more);
}

static inline int put(Out *out, const char *data, Py_ssize_t size)
{
    if (reserve(out, size) < 0)
        return -1;
    memcpy(out->data + out->size, data, size);
    out->size += size;
    return 0;
}

static inline int put_bytes(Out *out, PyObject *bytes)
{
    return put(out, PyBytes_AS_STRING(bytes), PyBytes_GET_SIZE(bytes));
}

/* Texts, numbers, dates: each with a type of its own, and no other. */

static inline char *put_byte(char *to, unsigned char byte)
{
    static const char names[] = "btn?fr", digits[] = "0123456789abcdef";
    if (byte >= 0x20 && byte != '"' && byte != '\\') {
        *to++ = (char)byte;
        return to;
    }
    *to++ = '\\';
    if (byte >= 0x20)
        *to++ = (char)byte;
    else if (byte >= '\b' && byte <= '\r' && byte != '\v')
        *to++ = names[byte - '\b'];
    else {
        memcpy(to, "u00", 3);
        to[3] = digits[byte >> 4];
        to[4] = digits[byte & 15];
        to += 5;
    }
    return to;
}

/* Writes UTF-8 between quotation marks. */
static int put_quoted(Out *out, const char *at, Py_ssize_t size)
{
    enum { AT_ONCE = 4096, LONGEST = 6 /* bytes of an escape */ };
    const char *end = at + size;
    if (reserve(out, 1) < 0)
        return -1;
    out->data[out->size++] = '"';
    do {
        /* Room for what is at hand, so that a long text takes no six times its size. */
        const char *stop = end - at > AT_ONCE ? at + AT_ONCE : end;
        if (reserve(out, (stop - at) * LONGEST + 1) < 0)
            return -1;
        char *to = out->data + out->size;
        for (; stop - at >= 8; at += 8) {
            if (!special_in(eight_at(at))) {
                memcpy(to, at, 8);
                to += 8;
            }
            else
                for (int i = 0; i < 8; i++)
                    to = put_byte(to, (unsigned char)at[i]);
        }
        for (; at < stop; at++)
            to = put_byte(to, (unsigned char)*at);
        out->size = to - out->data;
    } while (at < end);
    out->data[out->size++] = '"';
    return 0;
}

typedef struct {
    const char *at;
    Py_ssize_t size;
} Piece;

/* The UTF-8 of a text, which the text keeps. */
static int piece_of(PyObject *text, Piece *piece)
{
    if (!PyUnicode_Check(text))
        return unusual("no text");
    piece->at = PyUnicode_AsUTF8AndSize(text, &piece->size);
    return piece->at == NULL ? -1 : 0;
}

/* The order of their bytes, which is that of the signs that stand for them. */
static int compare(const void *one, const void *other)
{
    const Piece *a = one, *b = other;
    int order = memcmp(a->at, b->at, a->size < b->size ? a->size : b->size);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

static void sort(Piece *pieces, Py_ssize_t size)
{
    enum { FEW = 16 }; /* for which a call for each comparison costs more than the comparisons */
    if (size > FEW) {
        qsort(pieces, size, sizeof(Piece), compare);
        return;
    }
    for (Py_ssize_t i = 1; i < size; i++) {
        Piece piece = pieces[i];
        Py_ssize_t at = i;
        for (; at > 0 && compare(&pieces[at - 1], &piece) > 0; at--)
            pieces[at] = pieces[at - 1];
        pieces[at] = piece;
    }
}

static int put_text(Out *out, PyObject *text)
{
    Piece piece;
    return piece_of(text, &piece) < 0 ? -1 : put_quoted(out, piece.at, piece.size);
}

static int put_integer(Out *out, PyObject *value)
{
    if (!PyLong_CheckExact(value))
        return unusual("no whole number");
    int overflow;
    long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (overflow)
        return unusual("a whole number that is larger than a machine's");
    if (number == -1 && PyErr_Occurred())
        return -1;
    char text[24], *at = text + sizeof text;
    /* Its digits, from the last to the first; the least number has no opposite that is a long long. */
    unsigned long long left = number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    do
        *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0)
        *--at = '-';
    return put(out, at, text + sizeof text - at);
}

static int put_boolean(Out *out, PyObject *value)
{
    if (value == Py_True)
        return put(out, "true", 4);
    return value == Py_False ? put(out, "false", 5) : unusual("neither true nor false");
}

static int put_date(Out *out, PyObject *value)
{
    if (!PyDate_CheckExact(value))
        return unusual("no date");
    int year = PyDateTime_GET_YEAR(value), month = PyDateTime_GET_MONTH(value), day = PyDateTime_GET_DAY(value);
    char text[] = {'"',
                   (char)('0' + year / 1000), (char)('0' + year / 100 % 10),
                   (char)('0' + year / 10 % 10), (char)('0' + year % 10),
                   '-', (char)('0' + month / 10), (char)('0' + month % 10),
                   '-', (char)('0' + day / 10), (char)('0' + day % 10),
                   '"'};
    return put(out, text, sizeof text);
}

/* A tree of dicts, lists and scalars, as `trees.py` makes them of values; none calls anything that could change it. */
static int put_tree(Out *out, PyObject *tree, int depth)
{
    enum { DEEPEST = 8 };
    if (PyUnicode_Check(tree))
        return put_text(out, tree);
    if (PyBool_Check(tree))
        return put_boolean(out, tree);
    if (depth > DEEPEST)
        return unusual("a value that is nested deep");
    if (PyDict_CheckExact(tree)) {
        PyObject *key, *value;
        Py_ssize_t at = 0, first = out->size;
        while (PyDict_Next(tree, &at, &key, &value))
            if (put(out, ",", 1) < 0 || put_text(out, key) < 0 || put(out, ":", 1) < 0 ||
                put_tree(out, value, depth + 1) < 0)
                return -1;
        if (out->size == first)
            return put(out, "{}", 2);
        out->data[first] = '{';
        return put(out, "}", 1);
    }
    if (PyList_CheckExact(tree)) {
        Py_ssize_t first = out->size;
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tree); i++)
            if (put(out, ",", 1) < 0 || put_tree(out, PyList_GET_ITEM(tree, i), depth + 1) < 0)
                return -1;
        if (out->size == first)
            return put(out, "[]", 2);
        out->data[first] = '[';
        return put(out, "]", 1);
    }
    return put_integer(out, tree);
}

#endif
