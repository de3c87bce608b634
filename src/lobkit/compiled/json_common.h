/* What the modules in C have in common: `Unusual`, the slots of objects, and what a module needs to be imported. */

#ifndef LOBKIT_JSON_COMMON
#define LOBKIT_JSON_COMMON

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <structmember.h>

#ifndef LOBKIT_SOURCE /* what tells this source from what it was: `tools/compile.py` */
#define LOBKIT_SOURCE 0
#endif

static PyObject *Unusual; /* of source.py */

static int unusual(const char *what)
{
    PyErr_SetString(Unusual, what);
    return -1;
}

/* The same byte eight times. */
#define EACH(byte) (0x0101010101010101ULL * (byte))

static inline uint64_t eight_at(const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, 8);
    return eight;
}

/* Marks, by their highest bit, those of eight bytes that are below 0x20, a quotation mark or a backslash; bytes of 0x80
   and more may be marked or not. What a subtraction carries from one byte into the next changes nothing below the first
   one that is marked. */
static inline uint64_t special_in(uint64_t eight)
{
    uint64_t quotes = eight ^ EACH('"'), slashes = eight ^ EACH('\\');
    uint64_t found = (eight - EACH(0x20)) & ~eight;
    found |= (quotes - EACH(1)) & ~quotes;
    found |= (slashes - EACH(1)) & ~slashes;
    return found & EACH(0x80);
}

static inline PyObject **slot_at(PyObject *object, Py_ssize_t offset)
{
    return (PyObject **)((char *)object + offset);
}

/* The types of a module, and `Unusual`, are those of one interpreter; another one takes other ways. */
static int refuse_others(int64_t *first)
{
    int64_t here = PyInterpreterState_GetID(PyInterpreterState_Get());
    if (*first == -1)
        *first = here;
    if (*first == here)
        return 0;
    PyErr_SetString(PyExc_ImportError, "what lobkit has in C serves one interpreter in a process");
    return -1;
}

typedef struct {
    const char *name;
    long value;
} Number;

/* What a Python module has by a name, for good. */
static int import_into(PyObject **place, const char *module, const char *name)
{
    PyObject *found = PyImport_ImportModule(module);
    if (found == NULL)
        return -1;
    Py_XSETREF(*place, PyObject_GetAttrString(found, name));
    Py_DECREF(found);
    return *place == NULL ? -1 : 0;
}

/* What every module does when it is imported. */
static int begin_module(PyObject *module, PyTypeObject *type, const Number *numbers, size_t count)
{
    static int64_t first = -1;
    if (refuse_others(&first) < 0)
        return -1;
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL || PyType_Ready(type) < 0)
        return -1;
    if (import_into(&Unusual, "lobkit.compiled.source", "Unusual") < 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (PyModule_AddIntConstant(module, numbers[i].name, numbers[i].value) < 0)
            return -1;
    return PyModule_AddIntConstant(module, "SOURCE", LOBKIT_SOURCE);
}

#endif
