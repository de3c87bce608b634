/* Things from JSON, by what a Reader knows of their class. */

#ifndef LOBKIT_JSON_MAKING
#define LOBKIT_JSON_MAKING

#include "json_texts.h"

enum { TEXT, INTEGER, BOOLEAN, DATE, KNOWN, FORM, DECIMAL, IRI, TEXTS, PHRASES, THING, TREE };

/* How many values a field has. */
enum { ONE, IN_ORDER, AS_SET, BY_NAMES };

typedef struct {
    PyObject *key;       /* `"key":` in bytes */
    Py_ssize_t slot;     /* in a thing, or in the tuple of what its class is called with */
    int kind, many;
    int filled;          /* whether an empty text is none */
    long long from, to;  /* the least and the greatest whole number */
    PyObject *absent;    /* what a thing has where the key is absent; NULL where it must not be */
    PyObject *made;      /* the class of a number, of an IRI, of a map of texts or of a text with its language; or the
                            Readers of things; or the members of a set by name; or NULL */
    PyObject *kept;      /* what is known of texts, of whole numbers, of one IRI alone or of the names of a set; or NULL */
    PyObject *call;      /* says what is not kept, or fits a text to its form, or makes something of a value; or NULL */
    Py_ssize_t inner[2]; /* the slots of what is made */
} Field;

typedef struct {
    PyObject_HEAD
    PyTypeObject *cls; /* of the things */
    PyObject *names;   /* by which it is called with its values; NULL where they are put into its slots */
    PyObject *type;    /* its name in UTF-8 */
    Py_ssize_t deepest;
    Field iri;         /* its key is NULL where things have none */
    Field *fields;
    Py_ssize_t size;
} Reader;

static PyTypeObject Reader_Type; /* of json_reader.c */

static PyObject *thing_of(In *in, PyObject *readers, Py_ssize_t depth);

static PyObject *nothing(const char *what)
{
    unusual(what);
    return NULL;
}

/* Keeps a new reference until a list is at its end. */
static int push(In *in, PyObject *value)
{
    if (value == NULL)
        return -1;
    if (in->count == in->most) {
        Py_ssize_t most = in->most * 2 + 16;
        PyObject **more = PyMem_Realloc(in->values, most * sizeof(PyObject *));
        if (more == NULL) {
            Py_DECREF(value);
            PyErr_NoMemory();
            return -1;
        }
        in->values = more;
        in->most = most;
    }
    in->values[in->count++] = value;
    return 0;
}

/* Forgets all values but the first. */
static void drop(In *in, Py_ssize_t first)
{
    while (in->count > first)
        Py_DECREF(in->values[--in->count]);
}

/* All values but the first, as a tuple. */
static PyObject *popped(In *in, Py_ssize_t first)
{
    Py_ssize_t size = in->count - first;
    PyObject *tuple = PyTuple_New(size);
    if (tuple == NULL) {
        drop(in, first);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < size; i++)
        PyTuple_SET_ITEM(tuple, i, in->values[first + i]);
    in->count = first;
    return tuple;
}

/* A set, of which no member stood twice; the members are taken over. */
static PyObject *set_of(PyObject *members)
{
    if (members == NULL)
        return NULL;
    PyObject *set = PyFrozenSet_New(members);
    if (set != NULL && PySet_GET_SIZE(set) != PyTuple_GET_SIZE(members)) {
        Py_CLEAR(set);
        unusual("a member of a set that stands twice");
    }
    Py_DECREF(members);
    return set;
}

/* Keeps what follows from a key, as `Known` and `Values` of source.py do. */
static PyObject *keep(Field *field, PyObject *key, PyObject *value)
{
    enum { MOST = 4096, SHORT = 128 };
    if (value != NULL && PyDict_GET_SIZE(field->kept) < MOST &&
        !(PyUnicode_Check(key) && PyUnicode_GET_LENGTH(key) > SHORT) && PyDict_SetItem(field->kept, key, value) < 0)
        Py_CLEAR(value);
    return value;
}

/* The text itself, where it is of the form. */
static PyObject *of_form(Field *field, PyObject *text)
{
    PyObject *match = PyObject_CallOneArg(field->call, text);
    if (match == NULL)
        return NULL;
    Py_DECREF(match);
    return match == Py_None ? nothing("another form") : Py_NewRef(text);
}

/* Whether all that takes a text for a decimal number takes this one: figures, and a point between some at most. */
static int is_plain_number(PyObject *text)
{
    enum { MOST = 30 };
    if (!PyUnicode_IS_ASCII(text) || PyUnicode_GET_LENGTH(text) > MOST)
        return 0;
    const char *at = (const char *)PyUnicode_1BYTE_DATA(text); /* which ends with a zero */
    at += *at == '-';
    const char *first = at;
    while (*at >= '0' && *at <= '9')
        at++;
    if (at == first || *at != '.')
        return at > first && *at == '\0';
    const char *point = at++;
    while (*at >= '0' && *at <= '9')
        at++;
    return at > point + 1 && *at == '\0';
}

/* The set of the members that have these names. */
static PyObject *set_by_names(Field *field, PyObject *names)
{
    PyObject *members = PyTuple_New(PyTuple_GET_SIZE(names));
    for (Py_ssize_t i = 0; members != NULL && i < PyTuple_GET_SIZE(names); i++) {
        PyObject *member = PyDict_GetItemWithError(field->made, PyTuple_GET_ITEM(names, i));
        if (member != NULL)
            PyTuple_SET_ITEM(members, i, Py_NewRef(member));
        else {
            Py_CLEAR(members);
            if (!PyErr_Occurred())
                unusual("a name that is not known");
        }
    }
    return set_of(members);
}

/* What is known of a key, which is taken over. */
static PyObject *known_of(Field *field, PyObject *key)
{
    if (key == NULL)
        return NULL;
    PyObject *found = PyDict_GetItemWithError(field->kept, key);
    if (found != NULL)
        Py_INCREF(found);
    else if (!PyErr_Occurred()) {
        if (field->many == BY_NAMES)
            found = keep(field, key, set_by_names(field, key));
        else if (field->kind == FORM)
            found = keep(field, key, of_form(field, key));
        else if (field->kind == DECIMAL && is_plain_number(key))
            found = keep(field, key, PyObject_CallOneArg(field->made, key));
        else if (field->kind == INTEGER)
            found = keep(field, key, PyObject_CallOneArg(field->call, key));
        else if (field->call != NULL)
            found = PyObject_CallOneArg(field->call, key); /* which keeps it */
        else
            unusual("a name that is not known");
    }
    Py_DECREF(key);
    return found;
}

/* A value for what a function makes of it, or the value; it is taken over. */
static PyObject *called(Field *field, PyObject *value)
{
    if (value == NULL || field->call == NULL)
        return value;
    PyObject *made = PyObject_CallOneArg(field->call, value);
    Py_DECREF(value);
    return made;
}

static PyObject *text_in(In *in, Field *field)
{
    Span span;
    if (span_of(in, &span) < 0)
        return NULL;
    return field->filled && span.size == 0 ? nothing("an empty text") : text_of(&span);
}

static PyObject *integer_in(In *in, Field *field)
{
    long long number;
    if (integer_of(in, &number) < 0)
        return NULL;
    if (number < field->from || number > field->to)
        return nothing("a number that is out of bounds");
    PyObject *value = PyLong_FromLongLong(number);
    return field->call != NULL ? known_of(field, value) : value;
}

/* A day as it is written, from the year 1000 on: no earlier one is counted in four digits (`checked_year`). */
static PyObject *date_in(In *in)
{
    enum { FIRST_YEAR = 1000 };
    static const char form[] = "0000-00-00";
    Span span;
    if (span_of(in, &span) < 0)
        return NULL;
    if (span.size != sizeof form - 1)
        return nothing("no date");
    int parts[3] = {0}, part = 0;
    for (int i = 0; i < span.size; i++) {
        if (form[i] == '-' ? span.at[i] != '-' : span.at[i] < '0' || span.at[i] > '9')
            return nothing("no date");
        if (form[i] == '-')
            part++;
        else
            parts[part] = parts[part] * 10 + (span.at[i] - '0');
    }
    return parts[0] < FIRST_YEAR ? nothing("an early date") : PyDate_FromDate(parts[0], parts[1], parts[2]);
}

static PyObject *short_text_in(In *in)
{
    Span span;
    return span_of(in, &span) < 0 ? NULL : short_text_of(&span);
}

/* An IRI of a text, which is taken over; one that is not plain is looked at by its class. */
static PyObject *iri_of(Field *field, PyObject *text, int is_plain)
{
    if (text == NULL)
        return NULL;
    PyObject *made = NULL, *arguments;
    if (!is_plain)
        made = PyObject_CallOneArg(field->made, text);
    else if ((arguments = PyTuple_Pack(1, text)) != NULL) {
        made = PyUnicode_Type.tp_new((PyTypeObject *)field->made, arguments, NULL);
        Py_DECREF(arguments);
    }
    Py_DECREF(text);
    return made;
}

static PyObject *iri_in(In *in, Field *field)
{
    Span span;
    if (span_of(in, &span) < 0)
        return NULL;
    int is_plain = is_plain_address(&span);
    return iri_of(field, text_of(&span), is_plain);
}

/* The tag of a language, in lower case and behind the one before it. */
static PyObject *tag_in(In *in, Field *field, PyObject *before)
{
    PyObject *tag = short_text_in(in);
    if (tag == NULL)
        return NULL;
    PyObject *lower = known_of(field, Py_NewRef(tag));
    if (lower == NULL || !PyUnicode_Check(lower))
        goto other;
    if ((lower != tag && PyUnicode_Compare(lower, tag) != 0) || (before && PyUnicode_Compare(before, tag) >= 0))
        goto other;
    Py_DECREF(lower);
    return tag;
other:
    Py_XDECREF(lower);
    Py_DECREF(tag);
    return PyErr_Occurred() ? NULL : nothing("another form or order of languages");
}

/* A map of texts by language. */
static PyObject *texts_in(In *in, Field *field)
{
    PyTypeObject *cls = (PyTypeObject *)field->made;
    PyObject *texts = PyDict_New(), *tag = NULL, *before = NULL;
    int more = texts == NULL ? -1 : take(in, '{') < 0 ? -1 : 1;
    while (more > 0) {
        Span span;
        PyObject *text = NULL;
        more = -1;
        if ((tag = tag_in(in, field, before)) != NULL && take(in, ':') == 0 && span_of(in, &span) == 0 &&
            (text = span.size > 0 ? text_of(&span) : nothing("an empty text")) != NULL &&
            PyDict_SetItem(texts, tag, text) == 0)
            more = go_on(in, '}');
        Py_XDECREF(text);
        Py_XSETREF(before, tag);
    }
    Py_XDECREF(before);
    PyObject *made = more < 0 ? NULL : cls->tp_alloc(cls, 0);
    if (made == NULL)
        Py_XDECREF(texts);
    else
        *slot_at(made, field->inner[0]) = texts;
    return made;
}

/* A text with its language; both are taken over. */
static PyObject *phrase_of(Field *field, PyObject *text, PyObject *lang)
{
    PyTypeObject *cls = (PyTypeObject *)field->made;
    PyObject *made = text == NULL ? NULL : cls->tp_alloc(cls, 0);
    if (made == NULL) {
        Py_XDECREF(text);
        Py_DECREF(lang);
        return NULL;
    }
    *slot_at(made, field->inner[0]) = text;
    *slot_at(made, field->inner[1]) = lang;
    return made;
}

/* A set of texts with their languages, from a list for each language. */
static PyObject *phrases_in(In *in, Field *field)
{
    Py_ssize_t first = in->count;
    PyObject *tag = NULL, *before = NULL;
    int more = take(in, '{') < 0 ? -1 : 1;
    while (more > 0) {
        more = -1;
        if ((tag = tag_in(in, field, before)) != NULL && take(in, ':') == 0 && take(in, '[') == 0)
            more = 1;
        while (more > 0) {
            Span span;
            more = -1;
            if (span_of(in, &span) == 0 && push(in, phrase_of(field, text_of(&span), Py_NewRef(tag))) == 0)
                more = go_on(in, ']');
        }
        Py_XSETREF(before, tag);
        if (more == 0)
            more = go_on(in, '}');
    }
    Py_XDECREF(before);
    if (more < 0) {
        drop(in, first);
        return NULL;
    }
    return set_of(popped(in, first));
}

/* A tree of texts, whole numbers, true and false, for what is rare. */
static PyObject *tree_in(In *in, int depth)
{
    enum { DEEPEST = 8 };
    Py_ssize_t first = in->count;
    PyObject *tree = NULL;
    long long number;
    int more = 1;
    if (depth > DEEPEST)
        return nothing("a value that is nested deep");
    switch (next(in)) {
    case '"':
        return short_text_in(in);
    case 't':
    case 'f':
        return boolean_of(in);
    case '[':
        in->at++;
        while (more > 0)
            more = push(in, tree_in(in, depth + 1)) < 0 ? -1 : go_on(in, ']');
        if (more == 0 && (tree = PyList_New(in->count - first)) != NULL) {
            for (Py_ssize_t i = first; i < in->count; i++)
                PyList_SET_ITEM(tree, i - first, in->values[i]);
            in->count = first;
        }
        drop(in, first);
        return tree;
    case '{':
        in->at++;
        tree = PyDict_New();
        more = tree == NULL ? -1 : 1;
        while (more > 0) {
            PyObject *value = NULL, *key = short_text_in(in);
            more = -1;
            if (key != NULL && take(in, ':') == 0 && (value = tree_in(in, depth + 1)) != NULL) {
                Py_ssize_t before = PyDict_GET_SIZE(tree);
                if (PyDict_SetItem(tree, key, value) == 0)
                    more = PyDict_GET_SIZE(tree) > before ? go_on(in, '}') : unusual("a key that stands twice");
            }
            Py_XDECREF(key);
            Py_XDECREF(value);
        }
        if (more < 0)
            Py_CLEAR(tree);
        return tree;
    default:
        return integer_of(in, &number) < 0 ? NULL : PyLong_FromLongLong(number);
    }
}

static PyObject *one_in(In *in, Field *field, Py_ssize_t depth)
{
    switch (field->kind) {
    case TEXT:
        return text_in(in, field);
    case INTEGER:
        return integer_in(in, field);
    case BOOLEAN:
        return called(field, boolean_of(in));
    case DATE:
        return date_in(in);
    case KNOWN:
    case FORM:
    case DECIMAL:
        return known_of(field, short_text_in(in));
    case IRI:
        return iri_in(in, field);
    case TEXTS:
        return texts_in(in, field);
    case PHRASES:
        return phrases_in(in, field);
    case THING:
        return thing_of(in, field->made, depth + 1);
    default:
        return called(field, tree_in(in, 0));
    }
}

/* The set of one IRI, of a text that is taken over. */
static PyObject *set_of_one(Field *field, PyObject *text, int is_plain)
{
    if (text == NULL)
        return NULL;
    PyObject *found = PyDict_GetItemWithError(field->kept, text);
    if (found != NULL)
        Py_INCREF(found);
    else if (!PyErr_Occurred()) {
        PyObject *iri = iri_of(field, Py_NewRef(text), is_plain);
        found = iri == NULL ? NULL : keep(field, text, set_of(PyTuple_Pack(1, iri)));
        Py_XDECREF(iri);
    }
    Py_DECREF(text);
    return found;
}

/* A set of one IRI, which many things have in common; NULL without an error where there are several. */
static PyObject *alone_in(In *in, Field *field)
{
    const char *start = in->at;
    Span span;
    if (span_of(in, &span) < 0)
        return NULL;
    if (next(in) == ']') {
        in->at++;
        int is_plain = is_plain_address(&span);
        return set_of_one(field, short_text_of(&span), is_plain);
    }
    in->at = start;
    return NULL;
}

static PyObject *several_in(In *in, Field *field, Py_ssize_t depth)
{
    Py_ssize_t first = in->count;
    if (take(in, '[') < 0)
        return NULL;
    int more = next(in) == ']' ? 0 : 1;
    in->at += !more;
    if (more && field->many == AS_SET && field->kept != NULL && field->kind == IRI) {
        PyObject *alone = alone_in(in, field);
        if (alone != NULL || PyErr_Occurred())
            return alone;
    }
    while (more > 0) {
        PyObject *one = field->many == BY_NAMES ? short_text_in(in) : one_in(in, field, depth);
        more = push(in, one) < 0 ? -1 : go_on(in, ']');
    }
    if (more < 0) {
        drop(in, first);
        return NULL;
    }
    PyObject *values = popped(in, first);
    return field->many == BY_NAMES ? known_of(field, values) : field->many == AS_SET ? set_of(values) : values;
}

/* The Reader of a thing whose type stands next. */
static Reader *reader_in(In *in, PyObject *readers)
{
    static const char key[] = "\"type\":";
    Span span;
    next(in);
    if (!starts_with(in, key, sizeof key - 1)) {
        unusual("no type");
        return NULL;
    }
    in->at += sizeof key - 1;
    if (span_of(in, &span) < 0)
        return NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(readers); i++) {
        PyObject *one = PyList_GET_ITEM(readers, i);
        if (!Py_IS_TYPE(one, &Reader_Type))
            break;
        PyObject *type = ((Reader *)one)->type;
        if (PyBytes_GET_SIZE(type) == span.size && memcmp(PyBytes_AS_STRING(type), span.at, span.size) == 0)
            return (Reader *)one;
    }
    unusual("another type");
    return NULL;
}

/* The field whose key stands next, at which `in` is then behind the colon; most fields stand in their order. */
static Field *field_in(In *in, Reader *self, Py_ssize_t *likely)
{
    if (next(in) == '"')
        for (Py_ssize_t i = 0; i < self->size; i++) {
            Py_ssize_t at = *likely + i < self->size ? *likely + i : *likely + i - self->size;
            Field *field = self->fields + at;
            const char *key = PyBytes_AS_STRING(field->key);
            if (key[1] == in->at[1] && starts_with(in, key, PyBytes_GET_SIZE(field->key))) {
                in->at += PyBytes_GET_SIZE(field->key);
                *likely = at + 1;
                return field;
            }
        }
    unusual("another key");
    return NULL;
}

static int set_slot(PyObject *made, Field *field, PyObject *value)
{
    PyObject **slot = slot_at(made, field->slot);
    if (value == NULL)
        return -1;
    if (*slot != NULL) {
        Py_DECREF(value);
        return unusual("a key that stands twice");
    }
    *slot = value;
    return 0;
}

static int set_absent(PyObject *made, Field *field)
{
    PyObject **slot = slot_at(made, field->slot);
    if (*slot != NULL)
        return 0;
    if (field->absent == NULL)
        return unusual("a key that is missing");
    *slot = Py_NewRef(field->absent);
    return 0;
}

static int fill_thing(In *in, Reader *self, PyObject *made, Py_ssize_t depth)
{
    Py_ssize_t likely = 0;
    int more;
    while ((more = go_on(in, '}')) > 0) {
        Field *field = field_in(in, self, &likely);
        if (field == NULL)
            return -1;
        PyObject *value = field->many == ONE ? one_in(in, field, depth) : several_in(in, field, depth);
        if (set_slot(made, field, value) < 0)
            return -1;
    }
    for (Py_ssize_t i = 0; more == 0 && i < self->size; i++)
        more = set_absent(made, self->fields + i);
    return more;
}

/* A thing: its IRI stands first, if it has one, then its type. */
static PyObject *thing_of(In *in, PyObject *readers, Py_ssize_t depth)
{
    static const char key[] = "\"id\":";
    PyObject *iri = NULL, *made = NULL;
    int is_plain = 0;
    if (take(in, '{') < 0)
        return NULL;
    next(in);
    if (starts_with(in, key, sizeof key - 1)) {
        Span span;
        in->at += sizeof key - 1;
        if (span_of(in, &span) < 0)
            return NULL;
        is_plain = is_plain_address(&span);
        if ((iri = text_of(&span)) == NULL || take(in, ',') < 0)
            goto end;
    }
    Reader *self = reader_in(in, readers);
    if (self == NULL)
        goto end;
    if (depth > self->deepest || (iri != NULL && self->iri.key == NULL)) {
        unusual("a thing that is nested deep, or has an IRI");
        goto end;
    }
    Py_INCREF(self); /* what is called may change what is known */
    made = self->names != NULL ? PyTuple_New(PyTuple_GET_SIZE(self->names)) : self->cls->tp_alloc(self->cls, 0);
    int done = made == NULL ? -1 : 0;
    if (done == 0 && iri != NULL) {
        done = set_slot(made, &self->iri, iri_of(&self->iri, iri, is_plain));
        iri = NULL;
    }
    if (done == 0)
        done = fill_thing(in, self, made, depth);
    if (done == 0 && self->iri.key != NULL)
        done = set_absent(made, &self->iri);
    if (done < 0)
        Py_CLEAR(made);
    else if (self->names != NULL)
        Py_SETREF(made, PyObject_Vectorcall((PyObject *)self->cls, &PyTuple_GET_ITEM(made, 0), 0, self->names));
    Py_DECREF(self);
end:
    Py_XDECREF(iri);
    return made;
}

#endif
