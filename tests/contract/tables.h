/*
 * The tables of one library's contract as C data: one row of *.inc each. What the columns mean stands at the head of
 * each file. Which library it is, the include path says: tests/contract/imapi2 or tests/contract/imapi2fs.
 */
#ifndef CONTRACT_TABLES_H
#define CONTRACT_TABLES_H

#include <stdbool.h>
#include <windows.h>
#include <oleauto.h>

enum {
    CONTRACT_PARAMETERS_MAX = 8,
    CONTRACT_IMPLEMENTED_MAX = 7,
    NO_DISPID = 0x7FFFFFFF,
    PLAIN = 0,
    HIDDEN = 0x40,            /* FUNCFLAG_FHIDDEN and VARFLAG_FHIDDEN */
    HIDDEN_RESTRICTED = 0x41, /* and FUNCFLAG_FRESTRICTED */
};

/* Kinds of interfaces, by the type flags (TYPEFLAG_F*) that the shipped library has. */
enum contract_kind {
    DUAL_NONEXTENSIBLE = 0x11C0,
    DUAL = 0x1140,
    EVENTS = 0x1180,
    DISPATCHABLE = 0x1000,
    CUSTOM = 0,
};

struct contract_interface {
    const char *name;
    const char *base;
    enum contract_kind kind;
    int first_slot;
    int last_slot;
    const WCHAR *iid;
};

struct contract_parameter {
    USHORT flags; /* PARAMFLAG_* */
    const char *type;
    const char *name;
};

struct contract_member {
    const char *interface_name;
    int slot;
    INVOKEKIND invoke_kind;
    const char *name;
    MEMBERID dispid;
    WORD flags;
    struct contract_parameter parameters[CONTRACT_PARAMETERS_MAX]; /* ends with a NULL name */
};

struct contract_value {
    const char *enum_name;
    const char *name;
    LONG value;
    WORD flags;
};

struct contract_implemented {
    const char *name;
    INT flags; /* IMPLTYPEFLAG_* */
};

struct contract_coclass {
    const char *name;
    WORD flags; /* TYPEFLAG_FCANCREATE or nothing */
    const WCHAR *clsid;
    struct contract_implemented implemented[CONTRACT_IMPLEMENTED_MAX]; /* ends with a NULL name */
};

/* clang-format off */
#undef INTERFACE /* commdlg.h leaves one behind */
static const struct contract_interface contract_interfaces[] = {
#define INTERFACE(name, base, kind, first, last, iid) {#name, #base, kind, first, last, L"" iid},
#include "interfaces.inc"
#undef INTERFACE
};

#define in(type, name)     {PARAMFLAG_FIN, #type, #name},
#define out(type, name)    {PARAMFLAG_FOUT, #type, #name},
#define retval(type, name) {PARAMFLAG_FOUT | PARAMFLAG_FRETVAL, #type, #name},
#define out18(name)        {PARAMFLAG_FOUT, "BYTE[18]", #name},
#define METHOD(interface_name, slot, name, dispid, flags, parameters)                                                  \
    {#interface_name, slot, INVOKE_FUNC, #name, dispid, flags, {parameters {0, NULL, NULL}}},
#define LOCAL(interface_name, slot, name, wire_name, parameters)                                                       \
    {#interface_name, slot, INVOKE_FUNC, #wire_name, NO_DISPID, PLAIN, {parameters {0, NULL, NULL}}},
#define GET(interface_name, slot, name, dispid, flags, parameters)                                                     \
    {#interface_name, slot, INVOKE_PROPERTYGET, #name, dispid, flags, {parameters {0, NULL, NULL}}},
#define PUT(interface_name, slot, name, dispid, flags, parameters)                                                     \
    {#interface_name, slot, INVOKE_PROPERTYPUT, #name, dispid, flags, {parameters {0, NULL, NULL}}},
static const struct contract_member contract_members[] = {
#include "members.inc"
};

static const struct {
    const char *name;
    const char *tag; /* where it is another: the name is an alias */
} contract_enums[] = {
#define ENUM(name, tag) {#name, #tag},
#define VALUE(enum_name, name, value, flags)
#include "enums.inc"
#undef ENUM
#undef VALUE
};

static const struct contract_value contract_values[] = {
#define ENUM(name, tag)
#define VALUE(enum_name, name, value, flags) {#enum_name, #name, value, flags},
#include "enums.inc"
#undef ENUM
#undef VALUE
};

#define CREATABLE     TYPEFLAG_FCANCREATE
#define NONCREATABLE  0
#define DEFAULT(name) {#name, IMPLTYPEFLAG_FDEFAULT},
#define ALSO(name)    {#name, 0},
#define SOURCE(name)  {#name, IMPLTYPEFLAG_FDEFAULT | IMPLTYPEFLAG_FSOURCE},
#define ANOTHER_SOURCE(name) {#name, IMPLTYPEFLAG_FSOURCE},
static const struct contract_coclass contract_coclasses[] = {
#define COCLASS(name, creatable, clsid, implemented) {#name, creatable, L"" clsid, {implemented {NULL, 0}}},
#include "classes.inc"
#undef COCLASS
};
#undef CREATABLE
#undef NONCREATABLE
#undef DEFAULT
#undef ALSO
#undef SOURCE
#undef ANOTHER_SOURCE
/* clang-format on */

#define CONTRACT_COUNT(table) (sizeof(table) / sizeof((table)[0]))

#endif
