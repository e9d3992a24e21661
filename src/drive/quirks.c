/* Drives that must not be sent certain commands, with the reports that say so. */
#include "drive/quirks.h"

#include <string.h>

#include "base/text.h"

struct quirk_row {
    const char *vendor; /* a word of the vendor; not looked for where a drive gives no vendor */
    const char *model;  /* a word of the product */
    unsigned quirks;
    const char *source;
};

/* clang-format off */
static const struct quirk_row quirk_rows[] = {
    {"LG",      "DRD-840B",  DRIVE_QUIRK_NO_GET_CONFIGURATION, "Windows' CD-ROM class driver, table of devices that hang"},
    {"MITSUMI", "CR-4802TE", DRIVE_QUIRK_NO_GET_CONFIGURATION, "Windows' CD-ROM class driver, table of devices that hang"},
    {"SAMSUNG", "SD-608",    DRIVE_QUIRK_NO_GET_CONFIGURATION, "Windows' CD-ROM class driver, table of devices that hang"},
};
/* clang-format on */

/* Not toupper: the letters of a drive do not depend on the user's locale. */
static char normal(char letter)
{
    if (letter == '_') return ' ';
    return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

/* Is this word in this text, with blanks or nothing around it? */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    const char *at;

    for (at = strstr(text, word); at; at = strstr(at + 1, word)) {
        if ((at == text || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) return true;
    }
    return false;
}

unsigned drive_quirks_of(const struct drive_identity *identity)
{
    char name[2 * DRIVE_NAME_SIZE]; /* bridges join the two fields in one: what is looked for may stand in either */
    struct text text = text_in(name, sizeof name);
    unsigned quirks = 0;
    size_t i;

    text_append(&text, identity->vendor);
    text_append(&text, " ");
    text_append(&text, identity->product);
    for (i = 0; i < text.length; i++)
        name[i] = normal(name[i]);
    for (i = 0; i < sizeof quirk_rows / sizeof quirk_rows[0]; i++) {
        const struct quirk_row *row = &quirk_rows[i];

        if (has_word(name, row->model) && (!identity->vendor[0] || has_word(name, row->vendor))) quirks |= row->quirks;
    }
    return quirks;
}
