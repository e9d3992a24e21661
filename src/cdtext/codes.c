/* The names of languages and genres that sheets use. */
#include "cdtext/codes.h"

#include <stddef.h>

struct row {
    unsigned code;
    const char *name;
};

/* clang-format off */
static const struct row languages[] = {
    {0x00, "Unknown"},   {0x06, "Czech"},      {0x07, "Danish"},  {0x08, "German"},   {0x09, "English"},
    {0x0A, "Spanish"},   {0x0F, "French"},     {0x15, "Italian"}, {0x1B, "Hungarian"}, {0x1D, "Dutch"},
    {0x1E, "Norwegian"}, {0x20, "Polish"},     {0x21, "Portuguese"}, {0x22, "Romanian"}, {0x27, "Finnish"},
    {0x28, "Swedish"},   {0x29, "Turkish"},    {0x56, "Russian"}, {0x65, "Korean"},   {0x69, "Japanese"},
    {0x70, "Greek"},     {0x75, "Chinese"},
};

static const struct row genres[] = {
    {0, "Not Used"},          {1, "Not Defined"},    {2, "Adult Contemporary"},      {3, "Alternative Rock"},
    {4, "Childrens Music"},   {5, "Classical"},      {6, "Contemporary Christian"},  {7, "Country"},
    {8, "Dance"},             {9, "Easy Listening"}, {10, "Erotic"},                 {11, "Folk"},
    {12, "Gospel"},           {13, "Hip Hop"},       {14, "Jazz"},                   {15, "Latin"},
    {16, "Musical"},          {17, "New Age"},       {18, "Opera"},                  {19, "Operetta"},
    {20, "Pop Music"},        {21, "Rap"},           {22, "Reggae"},                 {23, "Rock Music"},
    {24, "Rhythm & Blues"},   {25, "Sound Effects"}, {26, "Spoken Word"},            {27, "World Music"},
};
/* clang-format on */

static bool find(const struct row *rows, size_t count, struct cdtext_words name, unsigned *code)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (!cdtext_words_are(name, rows[i].name)) continue;
        *code = rows[i].code;
        return true;
    }
    return false;
}

bool cdtext_language_find(struct cdtext_words name, unsigned *code)
{
    return find(languages, sizeof languages / sizeof languages[0], name, code);
}

bool cdtext_genre_find(struct cdtext_words name, unsigned *code)
{
    return find(genres, sizeof genres / sizeof genres[0], name, code);
}
