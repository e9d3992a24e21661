/* list, info: list the recorders, and show the properties of one. */
#include "discctl/verbs.h"

#include <stdlib.h>
#include <string.h>

#include "discctl/drive_report.h"
#include "discctl/memory.h"
#include "discctl/new_file.h"
#include "discctl/output.h"
#include "discctl/properties.h"
#include "discctl/recorders.h"
#include "discctl/virtual_report.h"

static const char *const identity[] = {"VendorId", "ProductId", "ProductRevision", "VolumePathNames"};

static cJSON *describe(long index, BSTR id)
{
    cJSON *entry = cJSON_CreateObject();
    char *utf8 = memory_utf8(id), *name = recorder_virtual_name(id);
    IDiscRecorder2 *recorder;
    struct failure failure;
    size_t i;

    cJSON_AddNumberToObject(entry, "index", (double)index);
    cJSON_AddItemToObject(entry, "name", name ? cJSON_CreateString(name) : cJSON_CreateNull());
    cJSON_AddStringToObject(entry, "id", utf8);
    if (recorder_open(id, &recorder, &failure)) {
        for (i = 0; i < sizeof identity / sizeof *identity; i++) {
            cJSON_AddItemToObject(entry, identity[i], property_json_by_name(identity[i], recorder));
        }
        IDiscRecorder2_Release(recorder);
    } else {
        cJSON_AddItemToObject(entry, "error", failure_json(failure.hresult, failure.text));
        failure_free(&failure);
    }
    memory_free(name);
    memory_free(utf8);
    return entry;
}

/* The member's string; "?" when it could not be read. */
static const char *string_of(const cJSON *entry, const char *member)
{
    const char *string = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, member));

    return string ? string : "?";
}

/* "D: E:", or "-": of the volume paths those that are drive letters. */
static char *letters_of(const cJSON *entry)
{
    char *letters = memory_printf("%s", ""), *longer;
    const cJSON *path;

    cJSON_ArrayForEach(path, cJSON_GetObjectItemCaseSensitive(entry, "VolumePathNames"))
    {
        const char *string = cJSON_GetStringValue(path);
        if (!string || strlen(string) != 3 || string[1] != ':') continue;
        longer = memory_printf("%s%s%.2s", letters, *letters ? " " : "", string);
        memory_free(letters);
        letters = longer;
    }
    if (*letters) return letters;
    memory_free(letters);
    return memory_printf("-");
}

static void print_line(const cJSON *entry)
{
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(entry, "error");
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(entry, "name");
    int index = (int)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(entry, "index"));
    char *product, *letters;

    if (error) {
        product = memory_printf("(%s)", string_of(error, "text"));
    } else {
        product = memory_printf("%s %s %s", string_of(entry, "VendorId"), string_of(entry, "ProductId"),
                                string_of(entry, "ProductRevision"));
    }
    letters = letters_of(entry);
    output_print("%-3d %-12s %-32s %-5s %s\n", index, cJSON_IsString(name) ? name->valuestring : "-", product, letters,
                 string_of(entry, "id"));
    memory_free(letters);
    memory_free(product);
}

int verb_list(const struct arguments *arguments)
{
    struct recorder_list list;
    struct failure failure;
    cJSON *entries = cJSON_CreateArray();
    const cJSON *entry;
    long i;

    if (!recorders_list(&list, &failure)) {
        cJSON_Delete(entries);
        return failure_report(&failure, arguments->json);
    }
    for (i = 0; i < list.count; i++)
        cJSON_AddItemToArray(entries, describe(i, list.ids[i]));
    recorders_free(&list);
    if (arguments->json) {
        output_json(entries);
        return EXIT_DONE;
    }
    cJSON_ArrayForEach(entry, entries) print_line(entry);
    if (!cJSON_GetArraySize(entries)) {
        output_complain("this system has no recorder; a virtual one is made by %s", virtual_add_command());
    }
    cJSON_Delete(entries);
    return EXIT_DONE;
}

static void print_array(const struct property *property, const cJSON *value)
{
    const cJSON *element;

    if (cJSON_GetArraySize(value)) {
        output_print("%s\n", property->name);
    } else {
        output_print("%-22s(none)\n", property->name);
    }
    cJSON_ArrayForEach(element, value)
    {
        if (cJSON_IsNumber(element)) {
            output_print("    %0*Xh  %s\n", number_digits(property->kind), (unsigned)element->valuedouble,
                         number_name(property->kind, (long)element->valuedouble));
        } else {
            output_print("    %s\n", cJSON_IsString(element) ? element->valuestring : "?");
        }
    }
}

static void print_property(const struct property *property, const cJSON *value)
{
    if (cJSON_IsArray(value)) {
        print_array(property, value);
    } else if (cJSON_IsObject(value)) {
        output_print("%-22sfailed: %s (%s, %s)\n", property->name, string_of(value, "text"), string_of(value, "name"),
                     string_of(value, "hresult"));
    } else if (cJSON_IsString(value)) {
        output_print("%-22s%s\n", property->name, *value->valuestring ? value->valuestring : "(empty)");
    } else if (cJSON_IsBool(value)) {
        output_print("%-22s%s\n", property->name, cJSON_IsTrue(value) ? "yes" : "no");
    } else {
        output_print("%-22s%ld\n", property->name, (long)cJSON_GetNumberValue(value));
    }
}

/* The page instead of the text; with --json the object follows it. */
static int write_page(const struct arguments *arguments, const cJSON *object, IDiscRecorder2 *recorder)
{
    struct bytes page = {0};
    struct failure failure;
    bool is_written;

    drive_report_make(object, recorder, &page);
    is_written = new_file_write(arguments->html, page.data, page.count, &failure);
    memory_free(page.data);
    if (!is_written) return failure_report(&failure, arguments->json);
    if (!arguments->json) output_print("%s says what the drive can do.\n", arguments->html);
    return EXIT_DONE;
}

/* A property that fails is an answer, not a failure of this verb: a disc may be missing, or the drive may be locked. */
int verb_info(const struct arguments *arguments)
{
    const struct property *property;
    IDiscRecorder2 *recorder;
    struct failure failure;
    cJSON *object, *value;
    int code = EXIT_DONE;

    if (arguments->html && !new_file_check(arguments->html, &failure)) return failure_report(&failure, arguments->json);
    if (!recorder_find(arguments->positional, &recorder, &failure)) return failure_report(&failure, arguments->json);
    object = cJSON_CreateObject();
    for (property = properties; property->name; property++) {
        value = property_json(property, recorder);
        cJSON_AddItemToObject(object, property->name, value);
        if (!arguments->json && !arguments->html) print_property(property, value);
    }
    if (arguments->html) code = write_page(arguments, object, recorder);
    IDiscRecorder2_Release(recorder);
    if (arguments->json && code == EXIT_DONE) {
        output_json(object);
    } else {
        cJSON_Delete(object);
    }
    return code;
}
