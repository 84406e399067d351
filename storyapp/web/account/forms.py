"""What is typed at the door and on one's own account page."""

from wtforms.fields import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from storyapp.web.common.forms import StoryForm
from storyapp.words.speech import mark

LANGUAGES = [
    SelectChoice(value="ru", label="Русский", render_kw={"translate": "no"}),
    SelectChoice(value="en", label="English", render_kw={"translate": "no"}),
]


class SignInForm(StoryForm):
    """E-mail and password."""

    email = EmailField(mark("E-mail"), [InputRequired(), Length(max=254)])
    password = PasswordField(mark("Password"), [InputRequired(), Length(max=500)])


class CodeForm(StoryForm):
    """A code from the phone, or one from paper."""

    code = StringField(mark("Code"), [InputRequired(), Length(max=60)])


class AcceptForm(StoryForm):
    """A name and a password, to take an invitation."""

    name = StringField(mark("Your name"), [InputRequired(), Length(max=120)])
    password = PasswordField(mark("New password"), [InputRequired(), Length(max=500)])


class AccountForm(StoryForm):
    """How one is called and spoken to."""

    name = StringField(mark("Your name"), [InputRequired(), Length(max=120)])
    speaks = SelectField(mark("Language of your pages"), choices=LANGUAGES)


class PasswordForm(StoryForm):
    """The old password and a new one."""

    old = PasswordField(mark("Current password"), [InputRequired(), Length(max=500)])
    new = PasswordField(mark("New password"), [InputRequired(), Length(max=500)])


class NewPasswordForm(StoryForm):
    """A new password in place of a forgotten one."""

    new = PasswordField(mark("New password"), [InputRequired(), Length(max=500)])


class PresentPasswordForm(StoryForm):
    """The password once more, before something that opens the account."""

    password = PasswordField(mark("Current password"), [InputRequired(), Length(max=500)])


class NewFactorForm(PresentPasswordForm):
    """The password once more, and a code from the new phone."""

    code = StringField(mark("Code"), [InputRequired(), Length(max=60)])
