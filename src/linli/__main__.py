"""`python -m linli`: the command line."""

from linli.site.door import main

if __name__ == "__main__":
    main()
