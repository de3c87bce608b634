/* Things as JSON, by what a Writer knows of their class. */

#ifndef LOBKIT_JSON_THINGS
#define LOBKIT_JSON_THINGS

#include "json_values.h"

enum { TEXT, INTEGER, BOOLEAN, DATE, DECIMAL, TREE, THING };

/* When a field is written. */
enum { UNLESS_EMPTY, UNLESS_NONE, ALWAYS };

typedef struct {
    PyObject *name;    /* of the attribute */
    Py_ssize_t offset; /* of its slot in a thing, or 0 */
    PyObject *key;     /* `,"key":` in bytes */
    int kind;
    int many;
    int when;          /* it is written */
    PyObject *made;    /* gives what is written of what is there: a slot of it, a function, or NULL */
} Field;

typedef struct {
    PyObject_HEAD
    PyTypeObject *cls;
    PyObject *type;    /* `"type":"Name"` in bytes */
    PyObject *check;   /* is called with each thing, or NULL */
    PyObject *writers; /* by class */
    Py_ssize_t deepest;
    Field iri;         /* its name is NULL where things have none */
    Field *fields;
    Py_ssize_t size;
} Writer;

static PyTypeObject Writer_Type; /* of json_writer.c */
static PyObject *Decimal;        /* of decimal */

static int put_thing(Out *out, PyObject *writers, PyObject *thing, Py_ssize_t depth);

static int put_one(Out *out, Writer *self, int kind, PyObject *value, Py_ssize_t depth)
{
    switch (kind) {
    case TEXT:
    case DECIMAL: /* of which a text was made */
        return put_text(out, value);
    case INTEGER:
        return put_integer(out, value);
    case BOOLEAN:
        return put_boolean(out, value);
    case DATE:
        return put_date(out, value);
    case TREE:
        return put_tree(out, value, 0);
    default:
        return put_thing(out, self->writers, value, depth + 1);
    }
}

/* What stands in order. Who checks a thing in it may change a list, which costs its values, never memory. */
static int put_in_order(Out *out, Writer *self, int kind, PyObject *values, Py_ssize_t depth)
{
    Py_ssize_t first = out->size;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(values); i++) {
        PyObject *value = Py_NewRef(PySequence_Fast_GET_ITEM(values, i));
        int done = put(out, ",", 1) < 0 ? -1 : put_one(out, self, kind, value, depth);
        Py_DECREF(value);
        if (done < 0)
            return -1;
    }
    if (out->size == first)
        return put(out, "[]", 2);
    out->data[first] = '[';
    return put(out, "]", 1);
}

/* Sets of things stand in the order of what is written of each; the list is nobody else's. */
static int put_sorted(Out *out, Writer *self, PyObject *things, Py_ssize_t depth)
{
    Py_ssize_t size = PyList_GET_SIZE(things);
    Out written = {0};
    int done = -1;
    Py_ssize_t *ends = PyMem_Calloc(size + 1, sizeof(Py_ssize_t));
    Piece *pieces = PyMem_Calloc(size + 1, sizeof(Piece));
    if (ends == NULL || pieces == NULL) {
        PyErr_NoMemory();
        goto end;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        if (put_thing(&written, self->writers, PyList_GET_ITEM(things, i), depth + 1) < 0)
            goto end;
        ends[i + 1] = written.size;
    }
    for (Py_ssize_t i = 0; i < size; i++)
        pieces[i] = (Piece){written.data + ends[i], ends[i + 1] - ends[i]};
    sort(pieces, size);
    for (Py_ssize_t i = 0; i < size; i++)
        if (put(out, i ? "," : "[", 1) < 0 || put(out, pieces[i].at, pieces[i].size) < 0)
            goto end;
    done = put(out, "]", 1);
end:
    Py_XDECREF(written.bytes);
    PyMem_Free(ends);
    PyMem_Free(pieces);
    return done;
}

/* Sets of texts stand in the order of their signs. The set holds them, and none of them calls anything. */
static int put_sorted_texts(Out *out, PyObject *texts)
{
    enum { FEW = 32 };
    Piece few[FEW], *pieces = few;
    PyObject *left = PyObject_GetIter(texts), *text;
    Py_ssize_t size = PySet_GET_SIZE(texts), count = 0;
    int done = -1;
    if (left == NULL)
        return -1;
    if (size > FEW && (pieces = PyMem_Calloc(size, sizeof(Piece))) == NULL) {
        PyErr_NoMemory();
        goto end;
    }
    while (count < size && (text = PyIter_Next(left)) != NULL) {
        int found = piece_of(text, &pieces[count++]);
        Py_DECREF(text);
        if (found < 0)
            goto end;
    }
    if (PyErr_Occurred())
        goto end;
    sort(pieces, count);
    for (Py_ssize_t i = 0; i < count; i++)
        if (put(out, i ? "," : "[", 1) < 0 || put_quoted(out, pieces[i].at, pieces[i].size) < 0)
            goto end;
    done = count == 0 ? put(out, "[]", 2) : put(out, "]", 1);
end:
    if (pieces != few)
        PyMem_Free(pieces); /* which may be NULL */
    Py_DECREF(left);
    return done;
}

static int put_set(Out *out, Writer *self, int kind, PyObject *values, Py_ssize_t depth)
{
    if (kind == TEXT)
        return put_sorted_texts(out, values);
    if (kind != THING)
        return unusual("a set of other values");
    PyObject *list = PySequence_List(values);
    if (list == NULL)
        return -1;
    int done = PyList_GET_SIZE(list) < 2 ? put_in_order(out, self, kind, list, depth) : put_sorted(out, self, list, depth);
    Py_DECREF(list);
    return done;
}

static int put_value(Out *out, Writer *self, Field *field, PyObject *value, Py_ssize_t depth)
{
    if (!field->many)
        return put_one(out, self, field->kind, value, depth);
    if (PyTuple_CheckExact(value) || (PyList_CheckExact(value) && field->made != NULL))
        return put_in_order(out, self, field->kind, value, depth);
    return PyFrozenSet_CheckExact(value) ? put_set(out, self, field->kind, value, depth) : unusual("no several values");
}

/* Whether a decimal number is written as lobkit writes it: no exponent, no zeros at the end, nor the zero below zero. */
static int is_short_number(PyObject *text)
{
    const char *at = (const char *)PyUnicode_1BYTE_DATA(text), *end = at + PyUnicode_GET_LENGTH(text);
    int has_point = 0;
    if (!PyUnicode_IS_ASCII(text) || at == end || strcmp(at, "-0") == 0)
        return 0;
    for (; at < end; at++)
        if (*at == '.')
            has_point = 1;
        else if (*at != '-' && (*at < '0' || *at > '9'))
            return 0;
    return !has_point || (end[-1] != '0' && end[-1] != '.');
}

/* The text of a decimal number, which `made` writes where it is not short already. */
static PyObject *decimal_text_of(PyObject *made, PyObject *value)
{
    if (!Py_IS_TYPE(value, (PyTypeObject *)Decimal))
        return PyObject_CallOneArg(made, value);
    PyObject *text = PyObject_Str(value);
    if (text == NULL || is_short_number(text))
        return text;
    Py_DECREF(text);
    return PyObject_CallOneArg(made, value);
}

/* A new reference. */
static PyObject *made_of(Field *field, PyObject *value)
{
    PyObject *made = field->made;
    if (field->kind == DECIMAL)
        return decimal_text_of(made, value);
    if (made == (PyObject *)&PyUnicode_Type && PyUnicode_CheckExact(value))
        return Py_NewRef(value); /* what str would give */
    if (!Py_IS_TYPE(made, &PyMemberDescr_Type))
        return PyObject_CallOneArg(made, value);
    if (!Py_IS_TYPE(value, PyDescr_TYPE(made))) {
        unusual("a value of another class");
        return NULL;
    }
    PyObject *found = *slot_at(value, ((PyMemberDescrObject *)made)->d_member->offset);
    if (found == NULL)
        unusual("a value without what it is made of");
    return Py_XNewRef(found);
}

/* Whether a value is written; -1 for what is left to the other ways, which tell it. */
static inline int is_there(Field *field, PyObject *value)
{
    if (value == Py_None)
        return field->when == ALWAYS ? unusual("nothing where a value is needed") : 0;
    if (field->when != UNLESS_EMPTY)
        return 1;
    if (PyTuple_CheckExact(value))
        return PyTuple_GET_SIZE(value) > 0;
    return PyFrozenSet_CheckExact(value) ? PySet_GET_SIZE(value) > 0 : unusual("no several values");
}

/* A new reference to what a thing has in a field. */
static inline PyObject *value_of(Field *field, PyObject *thing)
{
    if (field->offset == 0)
        return PyObject_GetAttr(thing, field->name);
    PyObject *value = *slot_at(thing, field->offset);
    if (value == NULL)
        unusual("a thing that is not complete");
    return Py_XNewRef(value);
}

static int put_field(Out *out, Writer *self, Field *field, PyObject *thing, Py_ssize_t depth)
{
    PyObject *value = value_of(field, thing);
    if (value == NULL)
        return -1;
    int done = is_there(field, value);
    if (done > 0) {
        if (field->made != NULL)
            Py_SETREF(value, made_of(field, value));
        done = value == NULL || put_bytes(out, field->key) < 0 ? -1 : put_value(out, self, field, value, depth);
    }
    Py_XDECREF(value);
    return done;
}

/* Writes a thing of a class that is known. The caller holds the thing. */
static int put_thing(Out *out, PyObject *writers, PyObject *thing, Py_ssize_t depth)
{
    PyObject *found = PyDict_GetItemWithError(writers, (PyObject *)Py_TYPE(thing));
    if (found == NULL)
        return PyErr_Occurred() ? -1 : unusual("a thing of a class that is not known");
    Writer *self = (Writer *)found;
    if (!Py_IS_TYPE(found, &Writer_Type) || self->cls != Py_TYPE(thing) || depth > self->deepest)
        return unusual("a thing of another class, or one that is nested deep");
    Py_INCREF(self); /* what is called may change what is known */
    int done = -1;
    if (self->check != NULL) {
        PyObject *nothing = PyObject_CallOneArg(self->check, thing);
        if (nothing == NULL)
            goto end;
        Py_DECREF(nothing);
    }
    if (put(out, "{", 1) < 0)
        goto end;
    if (self->iri.name != NULL) {
        Py_ssize_t before = out->size;
        if (put_field(out, self, &self->iri, thing, depth) < 0 || (out->size > before && put(out, ",", 1) < 0))
            goto end;
    }
    if (put_bytes(out, self->type) < 0)
        goto end;
    for (Py_ssize_t i = 0; i < self->size; i++)
        if (put_field(out, self, self->fields + i, thing, depth) < 0)
            goto end;
    done = put(out, "}", 1);
end:
    Py_DECREF(self);
    return done;
}

#endif
