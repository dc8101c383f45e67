// Chapter 14.
int main() {}
