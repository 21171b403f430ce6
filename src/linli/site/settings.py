"""Settings: what the environment says, and what Django and its applications need to know."""

import os
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from .database import django_database
from .home import Home

HERE = Path(__file__).resolve().parent
HOME = Home.at()

DEBUG = os.environ.get("LINLI_DEBUG") == "1"
SECRET_KEY = HOME.key_text("django_secret")
LINLI_MASTER_KEY = HOME.key("master")
LINLI_INDEX_KEY = HOME.key("index")
LINLI_SEAL_KEY = HOME.key("seal")
LINLI_FILES = HOME.files
LINLI_CELL = os.environ.get("LINLI_CELL", "linli")
LINLI_JOBS_SCHEMA = "jobs"
LINLI_APP_ROLE = os.environ.get("LINLI_APP_ROLE", "linli_app")
LINLI_PLANS = os.environ.get("LINLI_PLANS") != "0"  # keep statements planned; see kernel/prepared.py
LINLI_ZONE = ZoneInfo("Asia/Shanghai")
LINLI_PROFILE = os.environ.get("LINLI_PROFILE", "")
LINLI_CLASSIFIED = LINLI_PROFILE == "dengbao"  # the classified protection profile, level 3 (GB/T 22239-2019)
LINLI_PROXIES = int(os.environ.get("LINLI_PROXIES", "0"))  # how many proxies stand in front and are believed
LINLI_IDLE = timedelta(minutes=15) if LINLI_CLASSIFIED else timedelta(days=14)
LINLI_ONE_SESSION = LINLI_CLASSIFIED  # a new sign-in ends the others of the account
LINLI_PASSWORD_AGE = timedelta(days=90) if LINLI_CLASSIFIED else None
LINLI_HELP_PHONE = os.environ.get("LINLI_HELP_PHONE", "12345")
LINLI_SENDERS = {
    "sms": "linli.site.senders.sms",
    "wecom": "linli.site.senders.wecom",
    "mail": "linli.site.senders.mail",
}
LINLI_SMS_URL = os.environ.get("LINLI_SMS_URL", "")
LINLI_SMS_KEY = os.environ.get("LINLI_SMS_KEY", "")
LINLI_WECOM_URL = os.environ.get("LINLI_WECOM_URL", "")
LINLI_PUBLIC_URL = (
    os.environ.get("LINLI_PUBLIC_URL") or os.environ.get("LINLI_URL") or "http://127.0.0.1:8000"
).rstrip("/")
LINLI_SMS_LINKS = os.environ.get("LINLI_SMS_LINKS", "").rstrip("/") or LINLI_PUBLIC_URL.partition("://")[2]
LINLI_WEBHOOKS_LOOPBACK = os.environ.get("LINLI_WEBHOOKS_LOOPBACK") == "1"  # a receiver on this very machine
LINLI_METRICS_TOKEN = os.environ.get("LINLI_METRICS_TOKEN", "")
LINLI_ASSIST = HOME.path / "assist"
LINLI_ASSIST_DOOR = HOME.sockets / "assist"
LINLI_ANCHORS = HOME.path / "anchors" / "seals.log"

EMAIL_HOST = os.environ.get("LINLI_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("LINLI_MAIL_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("LINLI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LINLI_MAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_FROM", EMAIL_HOST_USER)

ALLOWED_HOSTS = os.environ.get("LINLI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
ROOT_URLCONF = "linli.site.urls"
WSGI_APPLICATION = "linli.site.wsgi.application"

INSTALLED_APPS = [
    "linli.site",
    "linli.matters",
    "linli.board",
    "linli.exchange",
    "linli.people",
    "linli.places",
    "linli.kernel.ui",
    "linli.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "linli.site.middleware.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "linli.site.middleware.WhoAsks",
    "linli.site.sign_in.sessions.Sessions",
    "linli.site.looks.Looks",
    "axes.middleware.AxesMiddleware",
]

# The API has no session, cookies or templates; see site/api/door.py.
LINLI_API_MIDDLEWARE = ["linli.site.middleware.Door", "linli.site.api.door.Manners"]
LINLI_API_RATE = int(os.environ.get("LINLI_API_RATE", "600"))  # requests a minute and token
LINLI_OPEN311_RATE = int(os.environ.get("LINLI_OPEN311_RATE", "300"))  # the same without key, for an address

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("linli.kernel.ui.quick.Loader", ["django.template.loaders.app_directories.Loader"]),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.site.navigation.context",
                "linli.site.sign_in.sessions.frame",
            ],
            "builtins": ["linli.kernel.ui.templatetags.ui"],
        },
    }
]

FORM_RENDERER = "linli.kernel.ui.forms.Renderer"

DATABASES = {
    "default": django_database(os.environ.get("LINLI_APP_URL", ""), LINLI_CELL),
    "owner": django_database(os.environ.get("LINLI_OWNER_URL", ""), LINLI_CELL),
}
DATABASE_ROUTERS = ["linli.site.router.OneDatabase"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "TIMEOUT": 3600,
    }
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["linli.site.sign_in.hashing.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "linli.people.rules.passwords.LongEnough"},
    {"NAME": "linli.people.rules.passwords.NotCommon"},
    *([{"NAME": "linli.people.rules.passwords.FourKinds"}] if LINLI_CLASSIFIED else []),
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

ALLAUTH_TRUSTED_PROXY_COUNT = LINLI_PROXIES
ACCOUNT_ADAPTER = "linli.site.sign_in.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "linli.site.sign_in.forms.SignInForm",
    "change_password": "linli.site.sign_in.forms.NewPasswordForm",
    "reauthenticate": "linli.site.sign_in.forms.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = not LINLI_CLASSIFIED
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # a whole office signs in at half past eight from one address
    "login_failed": False,  # django-axes counts in the database
}
MFA_ADAPTER = "linli.site.sign_in.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "linli.site.sign_in.forms.FactorForm",
    "reauthenticate": "linli.site.sign_in.forms.FactorAgainForm",
    "activate_totp": "linli.site.sign_in.forms.NewFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Linli"
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False  # site/sign_in/sessions.py notes it, coarsely

AXES_FAILURE_LIMIT = 5 if LINLI_CLASSIFIED else 8
AXES_COOLOFF_TIME = timedelta(minutes=30 if LINLI_CLASSIFIED else 15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "linli.site.sign_in.adapter.locked_out"
AXES_CLIENT_IP_CALLABLE = "linli.site.sign_in.address.client_address"
AXES_USERNAME_CALLABLE = "linli.site.sign_in.adapter.login_name"
AXES_SENSITIVE_PARAMETERS = ["username", "login", "password", "code", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_USERNAME_FORM_FIELD = "username"

SESSION_ENGINE = "linli.site.sign_in.store"
SESSION_COOKIE_AGE = 14 * 86400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("LINLI_HTTPS") == "1"
CSRF_FAILURE_VIEW = "linli.site.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [HERE.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31536000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["models.W042"]
LOGGING_CONFIG = "linli.site.logs.configure"
LOGGING = {"version": 1}  # the framework configures nothing of ours while this is empty
