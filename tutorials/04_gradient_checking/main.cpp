#include <fmt/format.h>
int main() { fmt::print("hello\n"); }
