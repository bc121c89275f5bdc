"""The message queue's tables and functions, from the SQL that the pgmq package ships."""

from django.db import migrations
from pgmq.install import get_embedded_install_sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(sql=[get_embedded_install_sql()], reverse_sql="DROP SCHEMA IF EXISTS pgmq CASCADE")]
