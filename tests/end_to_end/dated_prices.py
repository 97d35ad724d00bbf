"""Prices of one part and of one minute, read from the rule tables without the program's code: the row in force at an instant."""
import datetime
import decimal
import functools
import json
import re


def micros(usd):
    return int(decimal.Decimal(usd) * 1_000_000)


@functools.cache
def _began(as_of):
    """A range starts at its first month."""
    year, month = re.match(r"(\d{4})(?:-(\d\d)(?!\d))?", as_of).groups()
    return datetime.datetime(int(year), int(month or 1), 1, tzinfo=datetime.timezone.utc)


def in_force(rows, when):
    """The newest row that began at or before `when`; before the first, the first."""
    rows = sorted(rows, key=lambda row: _began(str(row["as_of"])))
    begun = [row for row in rows if _began(str(row["as_of"])) <= when]
    return (begun or rows[:1])[-1]


class Prices:
    def __init__(self, source):
        def read(name):
            return json.loads((source / "carriers" / "tables" / name).read_text(encoding="utf-8"), parse_float=decimal.Decimal)

        pricing = read("pricing.json")
        self.countries = {row["iso"]: row for row in pricing["sms_outbound"]}
        self.voice, self.inbound = pricing["voice"], pricing["sms_inbound"]
        names = {"ATT": "AT&T", "TMO": "T-Mobile", "VZW": "Verizon", "USC": "US Cellular", "OTH": "Other"}
        self.carriers = {names[row["id"]]: row for row in read("carriers.json")["carriers"]}

    @functools.cache
    def message_micros(self, iso, number_type, when):
        """The price of a part from a number of this type, without the carrier's fee. Where nobody states one for the type or for
        any type, it is the one recommended for the country."""
        country = self.countries[iso]
        rows = [row for row in country["aws"] if row["type"] in (number_type, "ANY")]
        return micros(in_force(rows, when)["outbound_usd_per_part"] if rows else country["recommended_outbound_usd_per_part"])

    @functools.cache
    def fee_micros(self, carrier, number_type, when, iso="US"):
        """What the carrier takes for a part. Outside the US: what the price list says of the country."""
        if iso == "US":
            return micros(in_force(self.carriers[carrier]["carrier_fees"][number_type], when)["outbound_usd_per_part"])
        rows = [row for row in self.countries[iso]["aws"] if row["type"] == number_type]
        return micros(in_force(rows, when)["carrier_fee_usd_per_part"] if rows else self.countries[iso]["recommended_carrier_fee_usd_per_part"])

    @functools.cache
    def minute_micros(self, iso, when):
        """A begun minute of a call to the country."""
        rows = [row for row in self.voice if row["iso"] == iso] or [row for row in self.voice if row["iso"] == "*"]
        return micros(in_force(rows, when)["usd_per_minute"])

    @functools.cache
    def inbound_micros(self, carrier, number_type, when):
        """A part that a handset writes. Networks of the US take a fee of their own; what nobody publishes is 0."""
        if carrier not in self.carriers:
            return micros(in_force([row for row in self.inbound if row["iso"] == "*"], when)["usd_per_part"])
        rows = [row for row in self.inbound if row["iso"] == "US"]
        fee = in_force(self.carriers[carrier]["carrier_fees"][number_type], when)["inbound_usd_per_part"]
        return micros(in_force(rows, when)["usd_per_part"]) + micros(fee or 0)
