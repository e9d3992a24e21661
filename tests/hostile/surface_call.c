/* Calling a method of the table: arguments before, outputs after. */
#include "hostile/surface.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "com/com_fixture.h"
#include "hostile/surface_by_hand.h"

enum { NONSENSE = 0x5A };

void (*surface_arm)(bool is_running);

void surface_armed(bool is_running)
{
    if (surface_arm) surface_arm(is_running);
}

static const uint8_t test_unit_ready[6] = {0};
static const uint8_t inquiry[6] = {0x12, 0, 0, 0, 36, 0};
static const uint8_t mode_page_0d[8] = {0x0D, 0x06, 0x00, 0x04, 0x00, 0x3C, 0x00, 0x4B};

/* Arguments that a parameter of this name gets; the first row that matches. The others get 0, NULL, or a buffer of
 * zeros.
 */
static const struct argument_row {
    const char *method; /* NULL: any */
    const char *parameter;
    LONG number;
    const uint8_t *bytes;
    size_t count;
} argument_rows[] = {
    {NULL, "1", 1, NULL, 0},
    {NULL, "w", 1, NULL, 0},
    {"SendCommandGetDataFromDevice", "Cdb", 0, inquiry, sizeof inquiry},
    {NULL, "Cdb", 0, test_unit_ready, sizeof test_unit_ready},
    {NULL, "CdbSize", 6, NULL, 0},
    {NULL, "Timeout", 10, NULL, 0},
    {"SendCommandGetDataFromDevice", "BufferSize", 36, NULL, 0},
    {NULL, "BufferSize", 8, NULL, 0},
    {"SetModePage", "data", 0, mode_page_0d, sizeof mode_page_0d},
    {"SetModePage", "byteSize", sizeof mode_page_0d, NULL, 0},
    {"SendDvdStructure", "count", 8, NULL, 0},
    {"GetTrackInformation", "addressType", 1, NULL, 0},
    {"GetTrackInformation", "address", 1, NULL, 0},
    {"GetFeaturePage", "requestedFeature", 1, NULL, 0},
    {"GetModePage", "requestedModePage", 0x2A, NULL, 0},
    {"put_FileSystemsToCreate", "newVal", 3, NULL, 0},
    {"put_UDFRevision", "newVal", 0x201, NULL, 0},
    {"put_ISO9660InterchangeLevel", "newVal", 2, NULL, 0},
    {"ChooseImageDefaultsForMediaType", "value", 4, NULL, 0},
    {"GetDefaultFileSystemForImport", "fileSystems", 7, NULL, 0},
    {NULL, "fileSystem", 1, NULL, 0},
    {NULL, "celt", 1, NULL, 0},
    {"put_Text", "type", 0x80, NULL, 0},
    {"get_Text", "type", 0x80, NULL, 0},
    {"put_FirstTrack", "value", 1, NULL, 0},
    {"put_LastTrack", "value", 9, NULL, 0},
    {"put_StartOfLeadIn", "value", -11635, NULL, 0},
};

union value {
    LONG number;
    LONGLONG wide;
    BSTR string;
    SAFEARRAY *array;
    IUnknown *iface;
    void *memory;
    VARIANT variant;
};

/* One call under way. */
struct call {
    const struct surface_method *method;
    union value values[SURFACE_PARAMETERS_MAX]; /* of inputs, and what outputs point to */
    struct surface_result *result;
    struct text text;
};

static const struct argument_row *argument_of(const struct surface_method *method,
                                              const struct surface_parameter *parameter)
{
    static const struct argument_row none = {0};
    size_t i;

    for (i = 0; i < ARRAYSIZE(argument_rows); i++) {
        const struct argument_row *row = &argument_rows[i];

        if (strcmp(row->parameter, parameter->name) != 0) continue;
        if (!row->method || strcmp(row->method, method->name) == 0) return row;
    }
    return &none;
}

static WCHAR cd_text_files[3][MAX_PATH];

static void delete_cd_text_files(void)
{
    size_t i;

    for (i = 0; i < ARRAYSIZE(cd_text_files); i++)
        DeleteFileW(cd_text_files[i]); /* one that was never asked for has no name */
}

/* Files of CD-TEXT, made when one is first asked for: a sheet, a cue sheet, and a pack whose checksum is left out.
 * Their names are this process's own, since two programs of this folder run at once.
 */
static const WCHAR *cd_text_file(const char *method)
{
    static const struct {
        const char *method;
        const WCHAR *extension;
        const char *bytes;
        DWORD count;
    } files[ARRAYSIZE(cd_text_files)] = {
        {"LoadSheet", L"v07t", "Album Title = x", 15},
        {"LoadCueSheet", L"cue", "TITLE x", 7},
        {"LoadPacks", L"cdt", "\x80\0\0\0x\0\0\0\0\0\0\0\0\0\0\0\0", 18},
    };
    WCHAR folder[MAX_PATH - 32];
    DWORD written;
    HANDLE file;
    size_t i;

    for (i = 0; i < ARRAYSIZE(files); i++) {
        if (strcmp(files[i].method, method) != 0) continue;
        if (cd_text_files[i][0]) return cd_text_files[i];
        assert_in_range(GetTempPathW(ARRAYSIZE(folder), folder), 1, ARRAYSIZE(folder) - 1);
        swprintf(cd_text_files[i], MAX_PATH, L"%lshostile-%lu.%ls", folder, GetCurrentProcessId(), files[i].extension);
        file = CreateFileW(cd_text_files[i], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
        assert_ptr_not_equal(file, INVALID_HANDLE_VALUE);
        assert_true(WriteFile(file, files[i].bytes, files[i].count, &written, NULL) && written == files[i].count);
        CloseHandle(file);
        atexit(delete_cd_text_files);
        return cd_text_files[i];
    }
    return NULL;
}

static const WCHAR *string_of(const struct surface_method *method, const struct surface_parameter *parameter)
{
    const WCHAR *file = cd_text_file(method->name);

    if (file) return file;
    if (!strcmp(method->name, "put_WorkingDirectory")) return L"C:\\windows";
    if (!strcmp(parameter->name, "recorderUniqueId")) return surface_recorder_id;
    if (!strcmp(parameter->name, "Val") || !strcmp(parameter->name, "sourceDirectory"))
        return L"C:\\windows\\system.ini"; /* SetPath, AddTree: a file, which every system has */
    if (!strcmp(parameter->name, "fullPath")) return L"\\";
    return L"Hostile test";
}

static bool is_output(enum surface_kind kind)
{
    return kind >= SURFACE_OUT_NUMBER;
}

static void prepare(struct call *call)
{
    size_t i;

    memset(call->values, NONSENSE, sizeof call->values);
    for (i = 0; i < call->method->parameter_count; i++) {
        const struct surface_parameter *parameter = &call->method->parameters[i];
        const struct argument_row *row = argument_of(call->method, parameter);
        union value *value = &call->values[i];

        switch (parameter->kind) {
        case SURFACE_IN_NUMBER:
            value->wide = row->number;
            break;
        case SURFACE_IN_STRING:
            value->string = SysAllocString(string_of(call->method, parameter));
            assert_non_null(value->string);
            break;
        case SURFACE_IN_BYTES:
        case SURFACE_OUT_BYTES:
            value->memory = calloc(1, SURFACE_BUFFER_BYTES);
            assert_non_null(value->memory);
            if (row->bytes) memcpy(value->memory, row->bytes, row->count);
            break;
        case SURFACE_IN_INTERFACE:
            value->iface = NULL;
            break;
        case SURFACE_IN_ARRAY:
            value->array = SafeArrayCreateVector(VT_VARIANT, 0, 0);
            assert_non_null(value->array);
            break;
        case SURFACE_OUT_VARIANT:
            VariantInit(&value->variant);
            break;
        default:
            break;
        }
    }
}

static void undefined(struct call *call, const struct surface_parameter *parameter)
{
    call->result->is_defined = false;
    text_printf(&call->text, "<%s is left undefined>", parameter->name);
}

static void show_variant(struct text *text, const VARIANT *variant)
{
    switch (V_VT(variant)) {
    case VT_BSTR:
        text_printf(text, "\"%ls\"", V_BSTR(variant) ? V_BSTR(variant) : L"");
        break;
    case VT_I4:
        text_printf(text, "%ld", (long)V_I4(variant));
        break;
    case VT_BOOL:
        text_printf(text, "%d", V_BOOL(variant));
        break;
    default:
        text_printf(text, "<type %u>", V_VT(variant));
        break;
    }
}

static void show_array(struct text *text, SAFEARRAY *array)
{
    VARTYPE type = VT_EMPTY;
    LONG upper, i;
    void *data;

    text_append(text, "[");
    assert_hr(SafeArrayGetVartype(array, &type), S_OK);
    assert_hr(SafeArrayGetUBound(array, 1, &upper), S_OK);
    assert_hr(SafeArrayAccessData(array, &data), S_OK);
    for (i = 0; i <= upper; i++) {
        if (type == VT_UI1)
            text_printf(text, "%02x", ((const BYTE *)data)[i]);
        else
            show_variant(text, &((const VARIANT *)data)[i]);
        if (type != VT_UI1) text_append(text, " ");
    }
    assert_hr(SafeArrayUnaccessData(array), S_OK);
    text_append(text, "]");
}

/* Elements of four bytes are a list of numbers, as show_array's; others are bytes. */
static void show_memory(struct text *text, const uint8_t *bytes, size_t count, size_t size)
{
    LONG number;
    size_t i;

    if (size == sizeof number) text_append(text, "[");
    for (i = 0; i < count; i++) {
        if (size == sizeof number) {
            memcpy(&number, bytes + i * size, sizeof number);
            text_printf(text, "%ld ", (long)number);
        } else {
            text_printf(text, "%02x", bytes[i]);
        }
    }
    if (size == sizeof number) text_append(text, "]");
}

static void keep_object(struct surface_result *result, IUnknown *object)
{
    if (result->object || !object) return;
    result->object = object;
    IUnknown_AddRef(object);
}

static LONGLONG number_of(const union value *value, uint8_t size)
{
    LONGLONG number = 0;

    memcpy(&number, value, size);
    return number;
}

/* One output: into words, and freed. On failure it must be 0, NULL or empty. */
static void finish_output(struct call *call, size_t i)
{
    const struct surface_parameter *parameter = &call->method->parameters[i];
    union value *value = &call->values[i];
    bool failed = FAILED(call->result->hr);
    size_t count;

    switch (parameter->kind) {
    case SURFACE_OUT_NUMBER:
        if (failed && number_of(value, parameter->size)) undefined(call, parameter);
        if (!failed) text_printf(&call->text, "%lld", number_of(value, parameter->size));
        break;
    case SURFACE_OUT_STRING:
        if (failed && value->string) {
            undefined(call, parameter);
            break;
        }
        text_printf(&call->text, "\"%ls\"", value->string ? value->string : L"");
        SysFreeString(value->string);
        break;
    case SURFACE_OUT_ARRAY:
        if (failed && value->array) {
            undefined(call, parameter);
        } else if (value->array) {
            show_array(&call->text, value->array);
            assert_hr(SafeArrayDestroy(value->array), S_OK);
        }
        break;
    case SURFACE_OUT_INTERFACE:
        if (failed && value->iface) {
            undefined(call, parameter);
        } else if (value->iface && call->result->hr == S_OK) {
            text_append(&call->text, "object");
            keep_object(call->result, value->iface);
            IUnknown_Release(value->iface);
        }
        break;
    case SURFACE_OUT_VARIANT:
        if (failed && V_VT(&value->variant) != VT_EMPTY) undefined(call, parameter);
        show_variant(&call->text, &value->variant);
        VariantClear(&value->variant);
        break;
    case SURFACE_OUT_TASK:
        if (failed && value->memory) {
            undefined(call, parameter);
            break;
        }
        count = failed ? 0 : (size_t)number_of(&call->values[i + 1], 4);
        show_memory(&call->text, value->memory, count, parameter->size);
        if (!failed) CoTaskMemFree(value->memory);
        break;
    default:
        break;
    }
    text_append(&call->text, ";");
}

static void finish(struct call *call)
{
    size_t i;

    for (i = 0; i < call->method->parameter_count; i++) {
        const struct surface_parameter *parameter = &call->method->parameters[i];

        if (parameter->kind == SURFACE_IN_STRING) SysFreeString(call->values[i].string);
        if (parameter->kind == SURFACE_IN_ARRAY) SafeArrayDestroy(call->values[i].array);
        if (parameter->kind == SURFACE_IN_BYTES || parameter->kind == SURFACE_OUT_BYTES) free(call->values[i].memory);
        if (is_output(parameter->kind)) finish_output(call, i);
    }
    assert_false(call->text.is_cut);
}

/* ------------------------------------------------------------------------------------------------- the two ways */

static VARTYPE type_of(const struct surface_parameter *parameter)
{
    if (parameter->kind != SURFACE_IN_NUMBER) return sizeof(void *) == 8 ? VT_I8 : VT_I4;
    switch (parameter->size) {
    case 1:
        return VT_UI1;
    case 2:
        return VT_I2;
    case 8:
        return VT_I8;
    default:
        return VT_I4;
    }
}

static HRESULT by_vtable(struct call *call, IUnknown *iface)
{
    VARIANTARG arguments[SURFACE_PARAMETERS_MAX];
    VARIANTARG *pointers[SURFACE_PARAMETERS_MAX];
    VARTYPE types[SURFACE_PARAMETERS_MAX];
    VARIANT returned;
    HRESULT hr;
    size_t i;

    memset(arguments, 0, sizeof arguments);
    for (i = 0; i < call->method->parameter_count; i++) {
        const struct surface_parameter *parameter = &call->method->parameters[i];
        union value *value = &call->values[i];

        types[i] = type_of(parameter);
        pointers[i] = &arguments[i];
        V_VT(&arguments[i]) = types[i];
        if (parameter->kind == SURFACE_IN_NUMBER) {
            V_I8(&arguments[i]) = value->wide;
        } else if (parameter->kind == SURFACE_IN_IID) {
            V_I8(&arguments[i]) = (LONGLONG)(INT_PTR)&IID_IUnknown;
        } else if (is_output(parameter->kind) && parameter->kind != SURFACE_OUT_BYTES) {
            V_I8(&arguments[i]) = (LONGLONG)(INT_PTR)value;
        } else {
            V_I8(&arguments[i]) = (LONGLONG)(INT_PTR)value->memory;
        }
    }
    VariantInit(&returned);
    surface_armed(true);
    hr = DispCallFunc(iface, call->method->vtable_offset, CC_STDCALL, VT_I4, (UINT)call->method->parameter_count, types,
                      pointers, &returned);
    surface_armed(false);
    assert_hr(hr, S_OK);
    return V_I4(&returned);
}

/* The result is the last parameter's output. */
static HRESULT by_dispatch(struct call *call, IUnknown *iface)
{
    DISPID put = DISPID_PROPERTYPUT;
    DISPPARAMS parameters = {0};
    VARIANTARG arguments[SURFACE_PARAMETERS_MAX];
    EXCEPINFO exception;
    IDispatch *dispatch;
    VARIANT result;
    size_t i;
    HRESULT hr;

    memset(&exception, 0, sizeof exception);
    for (i = call->method->parameter_count; i-- > 0;) {
        const struct surface_parameter *parameter = &call->method->parameters[i];
        VARIANTARG *argument = &arguments[parameters.cArgs];

        if (is_output(parameter->kind)) continue;
        VariantInit(argument);
        parameters.cArgs++;
        V_VT(argument) = parameter->kind == SURFACE_IN_STRING ? VT_BSTR : parameter->size == 2 ? VT_BOOL : VT_I4;
        if (parameter->kind == SURFACE_IN_INTERFACE) V_VT(argument) = VT_DISPATCH;
        if (parameter->kind == SURFACE_IN_STRING) {
            V_BSTR(argument) = call->values[i].string;
        } else if (parameter->kind == SURFACE_IN_INTERFACE) {
            V_DISPATCH(argument) = NULL;
        } else if (parameter->kind == SURFACE_IN_ARRAY) {
            V_VT(argument) = VT_ARRAY | VT_VARIANT;
            V_ARRAY(argument) = call->values[i].array;
        } else {
            V_I4(argument) = call->values[i].number;
        }
    }
    parameters.rgvarg = arguments;
    if (call->method->dispatch & (DISPATCH_PROPERTYPUT | DISPATCH_PROPERTYPUTREF)) {
        parameters.rgdispidNamedArgs = &put;
        parameters.cNamedArgs = 1;
    }
    VariantInit(&result);
    assert_hr(IUnknown_QueryInterface(iface, &IID_IDispatch, (void **)&dispatch), S_OK);
    surface_armed(true);
    hr = IDispatch_Invoke(dispatch, call->method->id, &IID_NULL, 0, call->method->dispatch, &parameters, &result,
                          &exception, NULL);
    surface_armed(false);
    IDispatch_Release(dispatch);
    if (hr == DISP_E_EXCEPTION) hr = exception.scode;
    if (exception.bstrDescription) {
        call->result->has_error_info = true;
        wcsncpy(call->result->error_text, exception.bstrDescription, ARRAYSIZE(call->result->error_text) - 1);
    }
    SysFreeString(exception.bstrSource);
    SysFreeString(exception.bstrDescription);
    SysFreeString(exception.bstrHelpFile);
    for (i = 0; i < call->method->parameter_count; i++) {
        if (call->method->parameters[i].kind == SURFACE_IN_STRING) SysFreeString(call->values[i].string);
        if (call->method->parameters[i].kind == SURFACE_IN_ARRAY) SafeArrayDestroy(call->values[i].array);
    }
    call->result->hr = hr;
    if (FAILED(hr)) {
        if (V_VT(&result) != VT_EMPTY) call->result->is_defined = false;
    } else if (V_VT(&result) & VT_ARRAY) {
        show_array(&call->text, V_ARRAY(&result));
    } else if (V_VT(&result) == VT_UNKNOWN || V_VT(&result) == VT_DISPATCH) {
        text_append(&call->text, "object");
        keep_object(call->result, V_UNKNOWN(&result));
    } else {
        show_variant(&call->text, &result);
    }
    VariantClear(&result);
    return hr;
}

static void take_error_info(struct surface_result *result)
{
    IErrorInfo *info;
    BSTR text;

    if (GetErrorInfo(0, &info) != S_OK) return;
    result->has_error_info = true;
    if (SUCCEEDED(IErrorInfo_GetDescription(info, &text))) {
        if (text) wcsncpy(result->error_text, text, ARRAYSIZE(result->error_text) - 1);
        SysFreeString(text);
    }
    IErrorInfo_Release(info);
}

void surface_call(IUnknown *iface, const struct surface_method *method, enum surface_way way,
                  struct surface_result *result)
{
    static struct call call;

    memset(result, 0, offsetof(struct surface_result, text) + 1);
    result->is_defined = true;
    call.method = method;
    call.result = result;
    call.text = text_in(result->text, sizeof result->text);
    if (method->by_hand) {
        SetErrorInfo(0, NULL);
        result->hr = method->by_hand->call(iface, result, &call.text);
        take_error_info(result);
        return;
    }
    prepare(&call);
    SetErrorInfo(0, NULL);
    if (way == SURFACE_BY_DISPATCH) {
        result->hr = by_dispatch(&call, iface);
    } else {
        result->hr = by_vtable(&call, iface);
        finish(&call);
    }
    take_error_info(result);
}

void surface_result_clear(struct surface_result *result)
{
    if (result->object) IUnknown_Release(result->object);
    result->object = NULL;
}
