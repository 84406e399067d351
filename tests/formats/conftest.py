"""The mark of tests that need an office suite."""


def pytest_configure(config):
    config.addinivalue_line("markers", "office: opens what was written in LibreOffice")
