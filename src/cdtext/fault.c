/* The sentences that describe errors in CD-TEXT. */
#include "cdtext/fault.h"

#include "cdtext/cd_text.h"

static void append_owner(struct text *text, const struct cdtext_fault *fault)
{
    if (fault->track > 0)
        text_printf(text, " of track %u", fault->track);
    else
        text_append(text, " of the disc");
}

static void append_character(struct text *text, const struct cdtext_fault *fault)
{
    text_printf(text, "Character %u of the text of type %02Xh", fault->place, fault->type);
    append_owner(text, fault);
    text_printf(text, ", U+%04X, cannot stand there: ", (unsigned)fault->value);
    if (fault->type == CDTEXT_GENRE)
        text_append(text, "the words of a genre have characters of ASCII alone.");
    else
        text_append(text, "CD-TEXT has the characters of ISO 8859-1 alone, without control characters.");
}

void cdtext_fault_append(struct text *text, const struct cdtext_fault *fault)
{
    if (fault->line > 0) text_printf(text, "Line %u: ", fault->line);
    switch (fault->status) {
    case CDTEXT_OK:
    case CDTEXT_STATUS_COUNT:
        break;
    case CDTEXT_BAD_TYPE:
        text_printf(text, "The pack type %u is no text; those are 128 to 135 (80h-87h), 141 (8Dh) and 142 (8Eh).",
                    (unsigned)fault->value);
        break;
    case CDTEXT_BAD_TRACK:
        if (fault->type > 0 && fault->track <= CDTEXT_TRACKS_MAX)
            text_printf(text, "Track %u has no text of type %02Xh, which is the disc's alone: its track is 0.",
                        fault->track, fault->type);
        else
            text_printf(text, "%u is no track; tracks are 1 to 99, and the last is not below the first.", fault->track);
        break;
    case CDTEXT_BAD_CHARACTER:
        append_character(text, fault);
        break;
    case CDTEXT_BAD_CATALOG:
        text_append(text, "A UPC or EAN has at most 13 digits, the last being the check digit of an EAN-13.");
        break;
    case CDTEXT_BAD_ISRC:
        text_append(text, "The ISRC");
        append_owner(text, fault);
        text_append(text, " must have two letters, three letters or digits, and seven digits.");
        break;
    case CDTEXT_OUTSIDE:
        text_printf(text, "Track %u has a text and is not one of the tracks of the disc: see its first and last track.",
                    fault->track);
        break;
    case CDTEXT_TOO_LONG:
        text_printf(text, "The texts need %u packs more than the %d that a disc has room for: shorten them.",
                    (unsigned)fault->value, CDTEXT_PACKS_MAX);
        break;
    case CDTEXT_BAD_ENCODING:
        text_append(text, "These are no characters in the encoding that the file's byte-order mark names.");
        break;
    case CDTEXT_TOO_LARGE:
        text_printf(text, "The file is too large: it may have %u bytes.", (unsigned)fault->value);
        break;
    case CDTEXT_NO_VALUE:
        text_append(text, "There must be a key and a value here.");
        break;
    case CDTEXT_BAD_KEY:
        text_append(text, "The key is not known.");
        break;
    case CDTEXT_BAD_VALUE:
        text_append(text, "The key cannot have this value.");
        break;
    case CDTEXT_BAD_CODE:
        text_append(text, "The texts are in a character code other than ISO 8859-1 and ASCII.");
        break;
    case CDTEXT_BAD_SIZE:
        text_printf(text, "%u bytes are no packs: each has 18, and there is one at least.", (unsigned)fault->value);
        break;
    case CDTEXT_BAD_CRC:
        text_printf(text, "The checksum of pack %u (the first is 0) is wrong.", fault->place);
        break;
    case CDTEXT_BAD_SEQUENCE:
        text_printf(text, "Pack %u (the first is 0) is out of sequence.", fault->place);
        break;
    case CDTEXT_BAD_PACK:
        text_printf(text, "Pack %u (the first is 0) has a type or a track that there is not.", fault->place);
        break;
    }
}
