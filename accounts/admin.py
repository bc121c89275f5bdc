"""People, teams and keys in the Django admin. A key's secret is shown once, when it is made."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts import audit
from accounts.models import ApiKey, AuditEvent, Membership, Team, User

admin.site.site_header = admin.site.site_title = "Libretto"
admin.site.index_title = "Administration"
admin.site.unregister(Group)  # roles are memberships


KEY_FIELDS = ("team", "name", "prefix", "created_by", "created_at", "last_used_at", "revoked_at")


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields: ClassVar = ["user", "team"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    ordering = ("email",)
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Name", {"fields": ("first_name", "last_name")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")
    inlines: ClassVar = [MembershipInline]


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "created_at")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ["name"]}
    inlines: ClassVar = [MembershipInline]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A team's audit trail goes with it, though nobody may delete from it otherwise."""
        deleted, counts, not_allowed, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, not_allowed - {AuditEvent._meta.verbose_name}, protected


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "team", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "team")
    search_fields = ("user__email", "team__name")
    autocomplete_fields: ClassVar = ["user", "team"]


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("prefix", "name", "team", "created_at", "last_used_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("team",)
    search_fields = ("prefix", "name", "team__name")
    autocomplete_fields: ClassVar = ["team"]
    actions = ("revoke_selected",)

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return KEY_FIELDS if obj else ("team", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        return [name for name in KEY_FIELDS if name != "name"] if obj else []

    def save_model(self, request: HttpRequest, obj: ApiKey, form: ModelForm[ApiKey], change: bool) -> None:
        if change:
            obj.save(update_fields=["name"])
            return
        creator = _person(request)
        key, secret = ApiKey.objects.issue(team=obj.team, name=obj.name, created_by=creator)
        obj.__dict__.update(key.__dict__)
        _record_key(request, key, "api_key.issued")
        messages.warning(request, f"The key is {secret} — copy it now: it is not kept and not shown again.")

    @admin.action(description="Revoke selected keys", permissions=["change"])
    def revoke_selected(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in keys.select_related("team"):
            if key.revoke():
                _record_key(request, key, "api_key.revoked")
        self.message_user(request, f"{len(keys)} keys revoked. Clients that use them are refused from now on.")


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look at only: a trail that can be edited proves nothing."""

    list_display = ("at", "team", "action", "actor", "address", "subject_kind", "subject_id")
    list_filter = ("action", ("team", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("team",)
    search_fields = ("actor", "=address", "=subject_id")
    date_hierarchy = "at"
    ordering = ("-at",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False


def _record_key(request: HttpRequest, key: ApiKey, action: str) -> None:
    named = {"name": key.name, "prefix": key.prefix}
    audit.record(
        team=key.team, action=action, subject=("api_key", key.pk), by=_person(request), request=request, data=named
    )


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
