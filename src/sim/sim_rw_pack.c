/* Reed-Solomon parity of R-W packs over GF(2^6) with x^6 + x + 1. */
#include "sim/sim_rw_pack.h"

#include <stddef.h>
#include <string.h>

enum { SYMBOL = 0x3f, FIELD_POLYNOMIAL = 0x43, Q_DATA = 2, Q_PARITY = 2, P_DATA = 20, P_PARITY = 4 };

static uint8_t times(uint8_t one, uint8_t other)
{
    unsigned product = 0, factor = one;

    for (; other; other >>= 1) {
        if (other & 1) product ^= factor;
        factor <<= 1;
        if (factor & (SYMBOL + 1)) factor ^= FIELD_POLYNOMIAL;
    }
    return (uint8_t)product;
}

/* The generator polynomial (x + 1)(x + a)(x + a^2)... without its highest coefficient, highest first. */
static void make_generator(size_t parity, uint8_t generator[P_PARITY])
{
    uint8_t root = 1;
    size_t i, degree;

    memset(generator, 0, P_PARITY);
    for (degree = 0; degree < parity; degree++) {
        /* Highest first: the new constant is the old one times the root. */
        generator[degree] = times(degree ? generator[degree - 1] : 1, root);
        for (i = degree; i-- > 0;)
            generator[i] = (uint8_t)(generator[i] ^ times(i ? generator[i - 1] : 1, root));
        root = times(root, 2);
    }
}

/* The rest of the data's division by the generator polynomial, into the symbols behind them. */
static void put_parity(uint8_t *symbols, size_t data, size_t parity)
{
    uint8_t generator[P_PARITY], rest[P_PARITY + 1] = {0};
    size_t i, j;

    make_generator(parity, generator);
    for (i = 0; i < data; i++) {
        uint8_t feedback = (uint8_t)((symbols[i] & SYMBOL) ^ rest[0]);

        for (j = 0; j < parity; j++)
            rest[j] = (uint8_t)(rest[j + 1] ^ times(feedback, generator[j]));
    }
    for (j = 0; j < parity; j++)
        symbols[data + j] = (uint8_t)((symbols[data + j] & ~SYMBOL) | rest[j]);
}

void sim_rw_pack_put_parity(uint8_t symbols[SIM_RW_SYMBOLS])
{
    put_parity(symbols, Q_DATA, Q_PARITY);
    put_parity(symbols, P_DATA, P_PARITY);
}
