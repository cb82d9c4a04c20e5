"""What memberships said is now said by functions and holdings."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("access", "0003_memberships_become_holdings")]

    operations = [migrations.DeleteModel(name="Membership")]
