/* Names of the numbers in a recorder's answers. */
#ifndef OPENIMAPI2_DISCCTL_NAMES_H
#define OPENIMAPI2_DISCCTL_NAMES_H

enum number_kind { NUMBER_PLAIN, NUMBER_FEATURE, NUMBER_PROFILE, NUMBER_MODE_PAGE, NUMBER_OPCODE };

/* The standard's name, "vendor's own" or "reserved"; never NULL. Static. */
const char *number_name(enum number_kind kind, long number);

/* The number of hexadecimal digits for a number of this kind: 4 or 2. */
int number_digits(enum number_kind kind);

#endif
