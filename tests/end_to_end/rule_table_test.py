"""Every rule of the rule book and its tests, as a page: carriers/rules_and_tests.md.

    rule_table_test.py SENDLAB SOURCE            fails when the rules without a test are not the ones that the page lists
    rule_table_test.py SENDLAB SOURCE --update   writes the page

A test guards a rule when it carries the rule's id: a C++ test as a tag, [R-MPS-4]; a test of another language anywhere in
its text. So a rule that loses its last test is a failure here, and so is a rule that has got one: the page says more than is
true, or less, until it is written again.
"""
import os
import re
import subprocess
import sys

ID = re.compile(r'R-[A-Z]+-[0-9]+')
RULE = re.compile(r'^- \*\*(R-[A-Z]+-[0-9]+)\*\* ', re.M)
TEST_CASE = re.compile(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
OTHER_FOLDERS = ('tests/peers', 'tests/end_to_end', 'tests/golden', 'tests/determinism')
PAGE = 'carriers/rules_and_tests.md'


def sort_key(rule):
    return rule.split('-')[1], int(rule.split('-')[2])


def texts(source, folder, endings):
    for path, folders, names in os.walk(os.path.join(source, folder)):
        folders[:] = sorted(f for f in folders if f != 'node_modules')
        for name in sorted(names):
            if name.endswith(endings) and os.path.abspath(os.path.join(path, name)) != os.path.abspath(__file__):
                file = os.path.join(path, name)
                with open(file, encoding='utf-8') as text:
                    yield os.path.relpath(file, source), text.read()


def joined(literals):
    """The text of adjacent string literals."""
    return ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)).replace('\\"', '"')


def tests_of_rules(source):
    tests = {}
    for file, text in texts(source, 'tests', '.cpp'):
        for match in TEST_CASE.finditer(text):
            for rule in re.findall(r'\[(R-[A-Z]+-[0-9]+)\]', joined(match.group(2))):
                name = joined(match.group(1)).replace('|', '/').replace('<', '&lt;')
                tests.setdefault(rule, []).append(file.removeprefix('tests/').removesuffix('_test.cpp') + ': ' + name)
    for folder in OTHER_FOLDERS:
        for file, text in texts(source, folder, ('.py', '.mjs')):
            for rule in sorted(set(ID.findall(text)), key=sort_key):
                tests.setdefault(rule, []).append(file.removeprefix('tests/'))
    return tests


def page_of(rules, tests):
    without = [rule for rule in rules if rule not in tests]
    lines = [
        '# Rules and their tests',
        '',
        'Written by `tests/end_to_end/rule_table_test.py SENDLAB SOURCE --update`; the test of that name compares it with the tests',
        'that exist. What a rule says stands in `rules.md` and is shown by `sendlab rules show RULE-ID`. `unit_tests "[R-MPS-4]"` runs',
        'the C++ tests of a rule.',
        '',
        f'{len(rules)} rules, {len(rules) - len(without)} with tests, {len(without)} without.',
        '',
        '## Without a test',
        '',
        ' '.join(without) if without else 'None.',
        '',
        '## Tests of each rule',
        '',
        '| rule | tests |',
        '|---|---|',
    ]
    lines += [f'| {rule} | {"<br>".join(tests[rule])} |' for rule in rules if rule in tests]
    return '\n'.join(lines) + '\n'


def without_of(page):
    section = page.partition('## Without a test')[2].partition('\n## ')[0]
    return set(ID.findall(section))


def tagged_in_program(sendlab):
    """The rule ids that the built unit_tests beside the program knows, or None when it is not built."""
    program = os.path.join(os.path.dirname(os.path.abspath(sendlab)), 'unit_tests')
    if not os.path.exists(program):
        return None
    return set(re.findall(r'\[(R-[A-Z]+-[0-9]+)\]',
                          subprocess.run([program, '--list-tags'], capture_output=True, text=True).stdout))


def main():
    sendlab, source = sys.argv[1], sys.argv[2]
    with open(os.path.join(source, 'carriers/rules.md'), encoding='utf-8') as book:
        rules = RULE.findall(book.read())
    faults = []
    if len(rules) != len(set(rules)):
        faults.append('the rule book has an id twice')
    tests = tests_of_rules(source)
    groups = {rule.split('-')[1] for rule in rules}  # R-DET-1 and its like belong to no group of the book
    for rule in sorted((rule for rule in set(tests) - set(rules) if rule.split('-')[1] in groups), key=sort_key):
        faults.append(f'{rule} is no rule, but {tests[rule][0]} names it')
    page = page_of(rules, tests)
    path = os.path.join(source, PAGE)
    if '--update' in sys.argv:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(page)
        committed = page
    else:
        with open(path, encoding='utf-8') as file:
            committed = file.read()
    listed, actual = without_of(committed), without_of(page)
    for rule in sorted(actual - listed, key=sort_key):
        faults.append(f'{rule} has no test')
    for rule in sorted(listed - actual, key=sort_key):
        faults.append(f'{rule} has a test now ({tests[rule][0]}), and {PAGE} says that it has none')
    built = tagged_in_program(sendlab)
    if built is not None:
        in_sources = {rule for rule, places in tests.items() if any(': ' in place for place in places)}
        for rule in sorted(in_sources - built, key=sort_key):
            faults.append(f'{rule} is tagged in a source that unit_tests is not built of')
    if not faults and committed != page:
        print(f'{PAGE} names other tests than there are; write it again with --update')
    for fault in faults:
        print(fault)
    if faults:
        print(f'mend the tests, or write the page again: python3 -B tests/end_to_end/rule_table_test.py {sendlab} {source} --update')
    print(f'{len(rules)} rules, {len(actual)} without a test')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
