"""Prices of one part, read from the rule tables without the program's code: the row in force at an instant."""
import datetime
import decimal
import json
import re


def micros(usd):
    return int(decimal.Decimal(usd) * 1_000_000)


def in_force(rows, when):
    """The newest row that began at or before `when`; before the first, the first. A range starts at its first month."""
    def began(row):
        year, month = re.match(r"(\d{4})(?:-(\d\d)(?!\d))?", str(row["as_of"])).groups()
        return datetime.datetime(int(year), int(month or 1), 1, tzinfo=datetime.timezone.utc)

    rows = sorted(rows, key=began)
    begun = [row for row in rows if began(row) <= when]
    return (begun or rows[:1])[-1]


class Prices:
    def __init__(self, source):
        def read(name):
            return json.loads((source / "carriers" / "tables" / name).read_text(encoding="utf-8"), parse_float=decimal.Decimal)

        self.countries = {row["iso"]: row for row in read("pricing.json")["sms_outbound"]}
        names = {"ATT": "AT&T", "TMO": "T-Mobile", "VZW": "Verizon", "USC": "US Cellular", "OTH": "Other"}
        self.carriers = {names[row["id"]]: row for row in read("carriers.json")["carriers"]}

    def message_micros(self, iso, number_type, when):
        """The price of a part from a number of this type, without the carrier's fee."""
        rows = [row for row in self.countries[iso]["aws"] if row["type"] in (number_type, "ANY")]
        return micros(in_force(rows, when)["outbound_usd_per_part"])

    def fee_micros(self, carrier, number_type, when):
        """What the carrier takes for a part."""
        return micros(in_force(self.carriers[carrier]["carrier_fees"][number_type], when)["outbound_usd_per_part"])
