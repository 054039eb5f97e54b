/* Writes a file's bytes as a C array: embed SYMBOL FILE >OUT.c
 * A build tool, run on the machine that builds. */
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: embed SYMBOL FILE\n");
        return 2;
    }
    FILE *in = fopen(argv[2], "rb");
    if (in == NULL) {
        perror(argv[2]);
        return 3;
    }
    printf("#include <stddef.h>\n\n");
    printf("extern const unsigned char %s[];\nextern const size_t %s_size;\n\n", argv[1], argv[1]);
    printf("_Alignas(8) const unsigned char %s[] = {", argv[1]);
    size_t size = 0;
    for (int byte = getc(in); byte != EOF; byte = getc(in)) {
        printf("%s%d,", size % 24 == 0 ? "\n" : "", byte);
        size++;
    }
    printf("\n0};\n\nconst size_t %s_size = %zu;\n", argv[1], size);
    int failed = ferror(in);
    fclose(in);
    return failed || fflush(stdout) != 0 ? 3 : 0;
}
