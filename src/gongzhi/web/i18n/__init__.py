"""The catalogue of the English interface, without system gettext.

Message ids are the Chinese texts in code and templates, so Chinese needs no catalogue.
``python -m gongzhi.web.i18n extract|compile|check``
"""
