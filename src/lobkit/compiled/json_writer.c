/* From things to the bytes of JSON Lines, in one go: the very bytes of `json_text.py`, without a struct between.

A Writer knows of one class what its shape says: the keys as they are written, and where a thing has its values. It
writes what it knows. Whatever else it meets is Unusual, for the ways to write that are slower and say what is wrong. */

#include "json_things.h"

/* The class Writer. */

/* 0 where it has no slot, -1 for an error. */
static Py_ssize_t offset_in(PyTypeObject *cls, PyObject *name)
{
    PyObject *found = PyObject_GetAttr((PyObject *)cls, name);
    if (found == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError))
            return -1;
        PyErr_Clear(); /* an attribute that has no slot */
        return 0;
    }
    Py_ssize_t offset = 0;
    if (Py_IS_TYPE(found, &PyMemberDescr_Type) && PyType_IsSubtype(cls, PyDescr_TYPE(found)) &&
        cls->tp_getattro == PyObject_GenericGetAttr) {
        PyMemberDef *slot = ((PyMemberDescrObject *)found)->d_member;
        offset = slot->type == T_OBJECT_EX ? slot->offset : 0;
    }
    Py_DECREF(found);
    return offset;
}

static int fill(Field *field, PyTypeObject *cls, PyObject *given)
{
    PyObject *made;
    if (!PyTuple_Check(given)) {
        PyErr_SetString(PyExc_TypeError, "a field is a tuple");
        return -1;
    }
    if (!PyArg_ParseTuple(given, "USipiO:field", &field->name, &field->key, &field->kind, &field->many,
                          &field->when, &made)) {
        *field = (Field){0};
        return -1;
    }
    Py_INCREF(field->name);
    Py_INCREF(field->key);
    if (Py_IS_TYPE(made, &PyMemberDescr_Type) && ((PyMemberDescrObject *)made)->d_member->type != T_OBJECT_EX) {
        PyErr_SetString(PyExc_TypeError, "a slot that holds no object");
        return -1;
    }
    field->made = made == Py_None ? NULL : Py_NewRef(made);
    field->offset = offset_in(cls, field->name);
    return field->offset < 0 ? -1 : 0;
}

static PyObject *writer_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *cls, *name, *check, *writers, *iri, *fields;
    Py_ssize_t deepest;
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        PyErr_SetString(PyExc_TypeError, "Writer takes no arguments by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!SOO!nOO!:Writer", &PyType_Type, &cls, &name, &check, &PyDict_Type, &writers, &deepest,
                          &iri, &PyTuple_Type, &fields))
        return NULL;
    Writer *self = (Writer *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->cls = (PyTypeObject *)Py_NewRef(cls);
    self->type = Py_NewRef(name);
    self->check = check == Py_None ? NULL : Py_NewRef(check);
    self->writers = Py_NewRef(writers);
    self->deepest = deepest;
    self->fields = PyMem_Calloc(PyTuple_GET_SIZE(fields) + 1, sizeof(Field));
    if (self->fields == NULL)
        PyErr_NoMemory();
    if (self->fields == NULL || (iri != Py_None && fill(&self->iri, self->cls, iri) < 0))
        goto failed;
    while (self->size < PyTuple_GET_SIZE(fields)) {
        Py_ssize_t at = self->size++; /* so that what is half filled is forgotten, too */
        if (fill(self->fields + at, self->cls, PyTuple_GET_ITEM(fields, at)) < 0)
            goto failed;
    }
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

static void forget(Field *field)
{
    Py_XDECREF(field->name);
    Py_XDECREF(field->key);
    Py_XDECREF(field->made);
}

static void writer_dealloc(PyObject *object)
{
    Writer *self = (Writer *)object;
    forget(&self->iri);
    for (Py_ssize_t i = 0; i < self->size; i++)
        forget(self->fields + i);
    PyMem_Free(self->fields);
    Py_XDECREF(self->cls);
    Py_XDECREF(self->type);
    Py_XDECREF(self->check);
    Py_XDECREF(self->writers);
    Py_TYPE(object)->tp_free(object);
}

static PyTypeObject Writer_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "lobkit.compiled.json_writer.Writer",
    .tp_doc = PyDoc_STR("What is known of the things of a class."),
    .tp_basicsize = sizeof(Writer),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = writer_new,
    .tp_dealloc = writer_dealloc,
};

/* The module. */

static PyObject *lines(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    if (count != 2 || !PyDict_Check(args[0]) || !PyList_CheckExact(args[1])) {
        PyErr_SetString(PyExc_TypeError, "lines takes the writers, a dict by class, and a list of things");
        return NULL;
    }
    Out out = {0};
    if (reserve(&out, 1) < 0)
        return NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(args[1]); i++) {
        PyObject *thing = Py_NewRef(PyList_GET_ITEM(args[1], i));
        int done = put_thing(&out, args[0], thing, 0);
        Py_DECREF(thing);
        if (done < 0 || put(&out, "\n", 1) < 0) {
            Py_XDECREF(out.bytes);
            return NULL;
        }
    }
    _PyBytes_Resize(&out.bytes, out.size);
    return out.bytes;
}

static PyMethodDef functions[] = {
    {"lines", (PyCFunction)(void (*)(void))lines, METH_FASTCALL,
     PyDoc_STR("Things as JSON, each on a line of its own, by the writers of their classes.")},
    {NULL, NULL, 0, NULL},
};

static int fill_module(PyObject *module)
{
    static const Number numbers[] = {
        {"TEXT", TEXT}, {"INTEGER", INTEGER}, {"BOOLEAN", BOOLEAN}, {"DATE", DATE}, {"DECIMAL", DECIMAL}, {"TREE", TREE},
        {"THING", THING}, {"UNLESS_EMPTY", UNLESS_EMPTY}, {"UNLESS_NONE", UNLESS_NONE}, {"ALWAYS", ALWAYS}};
    if (begin_module(module, &Writer_Type, numbers, sizeof numbers / sizeof *numbers) < 0 ||
        import_into(&Decimal, "decimal", "Decimal") < 0)
        return -1;
    return PyModule_AddObjectRef(module, "Writer", (PyObject *)&Writer_Type);
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
    .m_name = "lobkit.compiled.json_writer",
    .m_doc = PyDoc_STR("From things to the bytes of JSON Lines, natively."),
    .m_methods = functions,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit_json_writer(void)
{
    return PyModuleDef_Init(&definition);
}
