/* From the bytes of JSON Lines to things, in one go: the very things of `things.py`, without a tree or a struct between.

A Reader knows of one class what its shape says: the keys as they are written, what stands under each, and where a thing
has it. It takes what is usual, and looks at all of it: whatever it takes is right. Whatever else it meets is Unusual,
for the readers that take more, and for the one that says what is wrong. */

#include "json_making.h"

/* The class Reader. */

/* The place of a slot in the objects of a class; -1 for an error. */
static Py_ssize_t slot_of(PyObject *cls, PyObject *slot)
{
    if (!PyType_Check(cls) || !Py_IS_TYPE(slot, &PyMemberDescr_Type) ||
        !PyType_IsSubtype((PyTypeObject *)cls, PyDescr_TYPE(slot)) ||
        ((PyMemberDescrObject *)slot)->d_member->type != T_OBJECT_EX) {
        PyErr_SetString(PyExc_TypeError, "no slot of the class");
        return -1;
    }
    return ((PyMemberDescrObject *)slot)->d_member->offset;
}

static PyObject *or_null(PyObject *given)
{
    return given == Py_None ? NULL : Py_NewRef(given);
}

/* Whether what a field is made of fits its kind, so that no crash can follow. */
static int fits(const Field *field)
{
    PyObject *made = field->made;
    int is_text = made != NULL && PyType_Check(made) && PyType_IsSubtype((PyTypeObject *)made, &PyUnicode_Type);
    int is_known = field->kind == KNOWN || field->kind == FORM || field->kind == DECIMAL;
    int needs_kept = is_known || field->kind == TEXTS || field->kind == PHRASES || field->many == BY_NAMES;
    if (field->kind < TEXT || field->kind > TREE || field->many < ONE || field->many > BY_NAMES)
        return 0;
    if (field->kept != NULL ? !PyDict_CheckExact(field->kept) : needs_kept)
        return 0;
    if (field->kind == INTEGER)
        return (field->call == NULL) == (field->kept == NULL);
    if (field->many == BY_NAMES)
        return made != NULL && PyDict_CheckExact(made);
    switch (field->kind) {
    case FORM:
        return field->call != NULL;
    case DECIMAL:
        return field->call != NULL && made != NULL;
    case IRI:
        return is_text;
    case TEXTS:
    case PHRASES:
        return made != NULL && PyType_Check(made) && field->inner[0] > 0 && (field->kind == TEXTS || field->inner[1] > 0);
    case THING:
        return made != NULL && PyList_CheckExact(made);
    default:
        return 1;
    }
}

/* `at` says which of the values of the class this is. */
static int fill(Field *field, Reader *self, Py_ssize_t at, PyObject *given)
{
    PyObject *slot, *absent, *made, *kept, *call, *inner;
    if (!PyTuple_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "a field is a tuple");
        return -1;
    }
    if (!PyArg_ParseTuple(given, "SOiipLLOOOOO!:field", &field->key, &slot, &field->kind, &field->many, &field->filled,
                          &field->from, &field->to, &absent, &made, &kept, &call, &PyTuple_Type, &inner)) {
        *field = (Field){0};
        return -1;
    }
    Py_INCREF(field->key);
    field->absent = absent == Py_Ellipsis ? NULL : Py_NewRef(absent);
    field->made = or_null(made);
    field->kept = or_null(kept);
    field->call = or_null(call);
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(inner) && i < 2; i++)
        if ((field->inner[i] = slot_of(made, PyTuple_GET_ITEM(inner, i))) < 0)
            return -1;
    if (!fits(field)) {
        PyErr_SetString(PyExc_TypeError, "a field of another kind");
        return -1;
    }
    if (self->names != NULL)
        field->slot = offsetof(PyTupleObject, ob_item) + at * sizeof(PyObject *);
    else
        field->slot = slot_of((PyObject *)self->cls, slot);
    return field->slot < 0 ? -1 : 0;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *cls, *names, *name, *iri, *fields;
    Py_ssize_t deepest;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        PyErr_SetString(PyExc_TypeError, "Reader takes no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!OSnOO!:Reader", &PyType_Type, &cls, &names, &name, &deepest, &iri, &PyTuple_Type, &fields))
        return NULL;
    Py_ssize_t count = PyTuple_GET_SIZE(fields);
    if (names != Py_None && (!PyTuple_CheckExact(names) || PyTuple_GET_SIZE(names) != count + (iri != Py_None))) {
        PyErr_SetString(PyExc_TypeError, "the names are those of all fields, and of the IRI behind them");
        return NULL;
    }
    Reader *self = (Reader *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->cls = (PyTypeObject *)Py_NewRef(cls);
    self->names = or_null(names);
    self->type = Py_NewRef(name);
    self->deepest = deepest;
    self->fields = PyMem_Calloc(count + 1, sizeof(Field));
    if (self->fields == NULL)
        PyErr_NoMemory();
    if (self->fields == NULL || (iri != Py_None && fill(&self->iri, self, count, iri) < 0))
        goto failed;
    while (self->size < count) {
        Py_ssize_t at = self->size++; /* so that what is half filled is forgotten, too */
        if (fill(self->fields + at, self, at, PyTuple_GET_ITEM(fields, at)) < 0)
            goto failed;
    }
    if (iri == Py_None || self->iri.kind == IRI)
        return (PyObject *)self;
    PyErr_SetString(PyExc_TypeError, "the IRI of a thing is one");
failed:
    Py_DECREF(self);
    return NULL;
}

static void forget(Field *field)
{
    Py_XDECREF(field->key);
    Py_XDECREF(field->absent);
    Py_XDECREF(field->made);
    Py_XDECREF(field->kept);
    Py_XDECREF(field->call);
}

static void reader_dealloc(PyObject *object)
{
    Reader *self = (Reader *)object;
    forget(&self->iri);
    for (Py_ssize_t i = 0; i < self->size; i++)
        forget(self->fields + i);
    PyMem_Free(self->fields);
    Py_XDECREF(self->cls);
    Py_XDECREF(self->names);
    Py_XDECREF(self->type);
    Py_TYPE(object)->tp_free(object);
}

static PyTypeObject Reader_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "lobkit.compiled.json_reader.Reader",
    .tp_doc = PyDoc_STR("What is known of the JSON of the things of a class."),
    .tp_basicsize = sizeof(Reader),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = reader_new,
    .tp_dealloc = reader_dealloc,
};

/* The module. */

static void begin(In *in, PyObject *bytes, Py_ssize_t at)
{
    in->at = PyBytes_AS_STRING(bytes) + at;
    in->end = PyBytes_AS_STRING(bytes) + PyBytes_GET_SIZE(bytes);
}

/* Adds a thing to a list, and forgets it. */
static int add(PyObject *things, PyObject *thing)
{
    int done = thing == NULL ? -1 : PyList_Append(things, thing);
    Py_XDECREF(thing);
    return done;
}

static int add_line(In *in, PyObject *readers, PyObject *line, PyObject *things)
{
    if (!PyBytes_CheckExact(line))
        return unusual("no bytes");
    begin(in, line, 0);
    PyObject *thing = thing_of(in, readers, 0);
    if (thing != NULL && (next(in) != '\0' || in->at != in->end)) {
        Py_CLEAR(thing);
        unusual("more behind a thing");
    }
    return add(things, thing);
}

/* What has been read; where `done` is below 0, that is all. Whatever is wrong, the readers that explain meet it, too,
   and say it. */
static PyObject *told(In *in, int done, Py_ssize_t read)
{
    PyMem_Free(in->scratch);
    PyMem_Free(in->values);
    if (done < 0) {
        if (!PyErr_ExceptionMatches(PyExc_Exception) || PyErr_ExceptionMatches(PyExc_MemoryError))
            return NULL;
        PyErr_Clear();
    }
    return PyLong_FromSsize_t(read);
}

static PyObject *read_lines(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    if (count != 3 || !PyList_CheckExact(args[0]) || !PyList_CheckExact(args[1]) || !PyList_CheckExact(args[2])) {
        PyErr_SetString(PyExc_TypeError, "things takes three lists: Readers, lines, and where the things go");
        return NULL;
    }
    In in = {0};
    Py_ssize_t read = 0;
    int done = 0;
    while (done == 0 && read < PyList_GET_SIZE(args[1])) {
        PyObject *line = Py_NewRef(PyList_GET_ITEM(args[1], read));
        done = add_line(&in, args[0], line, args[2]);
        read += done == 0;
        Py_DECREF(line);
    }
    return told(&in, done, read);
}

static PyObject *read_list(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    Py_ssize_t start = count == 4 ? PyLong_AsSsize_t(args[2]) : 0;
    if (start == -1 && PyErr_Occurred())
        return NULL;
    if (count != 4 || !PyList_CheckExact(args[0]) || !PyBytes_CheckExact(args[1]) || !PyList_CheckExact(args[3]) ||
        start < 0 || start > PyBytes_GET_SIZE(args[1])) {
        PyErr_SetString(PyExc_TypeError, "listed takes Readers, bytes, a place in them, and where the things go");
        return NULL;
    }
    In in = {0};
    begin(&in, args[1], start);
    int more = take(&in, '[') < 0 ? -1 : next(&in) != ']';
    in.at += more == 0;
    while (more > 0)
        more = add(args[3], thing_of(&in, args[0], 0)) < 0 ? -1 : go_on(&in, ']');
    return told(&in, more, more < 0 ? -1 : in.at - PyBytes_AS_STRING(args[1]));
}

static PyMethodDef functions[] = {
    {"things", (PyCFunction)(void (*)(void))read_lines, METH_FASTCALL,
     PyDoc_STR("Adds to a list the things of lines of JSON, until one is not as usual; it gives how many it read.")},
    {"listed", (PyCFunction)(void (*)(void))read_list, METH_FASTCALL,
     PyDoc_STR("Adds to a list the things of a list in JSON; it gives where that ends, or -1 where not all is as usual.")},
    {NULL, NULL, 0, NULL},
};

static int fill_module(PyObject *module)
{
    static const Number numbers[] = {
        {"TEXT", TEXT}, {"INTEGER", INTEGER}, {"BOOLEAN", BOOLEAN}, {"DATE", DATE}, {"KNOWN", KNOWN}, {"FORM", FORM},
        {"DECIMAL", DECIMAL}, {"IRI", IRI}, {"TEXTS", TEXTS}, {"PHRASES", PHRASES}, {"THING", THING}, {"TREE", TREE}, {"ONE", ONE}, {"IN_ORDER", IN_ORDER},
        {"AS_SET", AS_SET}, {"BY_NAMES", BY_NAMES}};
    if (begin_module(module, &Reader_Type, numbers, sizeof numbers / sizeof *numbers) < 0)
        return -1;
    fill_signs();
    memset(seen, 0, sizeof seen); /* where the interpreter was ended and begun again, they are of its first life */
    return PyModule_AddObjectRef(module, "Reader", (PyObject *)&Reader_Type);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, (void *)fill_module},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "lobkit.compiled.json_reader",
    .m_doc = PyDoc_STR("From the bytes of JSON Lines to things, natively."),
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_json_reader(void)
{
    return PyModuleDef_Init(&definition);
}
