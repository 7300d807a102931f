"""Invented prospects and accounts: every rep has a pool of their own, looked up by number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

POOL = 1200  # prospects of one rep, worked through in a window that moves from week to week
RESERVED = 120  # further ones that are met without a call or an email


def _words(text: str, between: str | None = None) -> list[str]:
    return text.split(between)


FIRST = _words("""Adaeze Adrian Agnès Ahmed Alba Alexis Amara Amélie Anders Anika Anton Ari Astrid Beatriz
Bruno Camille Carlos Carmen Cedric Charlotte Ciarán Clara Dagmar Dalia Damien Daria Dev Dominik Dora Edith
Eduardo Eero Elif Elise Emeka Enzo Erik Esther Eva Fatima Felix Fiona Florian Freya Gabriel Gerda Giulia
Greta Gustav Hana Harriet Hassan Heidi Helena Hiro Hugo Ida Ilse Inês Ingrid Ivan Jasmin Jens Joana Johan
Judith Kaan Karin Kenji Klara Laila Lars Leila Lina Louis Lucía Magda Malik Mara Marek Mei Mila Nils Noor
Oskar Paolo Ravi Rosa Sven Tereza Yusuf""")
LAST = _words("""Abbott Achterberg Adler Alonso Amato Andersson Arnaud Asante Baker Balogun Barrett Bauer
Bernard Bianchi Björk Bouchard Brooks Byrne Cardoso Carver Castro Chandra Chevalier Conti Crane Cruz
D'Angelo Dahl Daniels Dawson Delacroix Demir Desai Dietrich Drake Dubois Eklund Ellis Engel Eriksen
Espinoza Fabre Falk Ferrari Fischer Flores Fraser Fuchs Gallagher Garcia Gibson Goldberg Gomes Graf Greene
Gupta Haas Hansen Hartmann Hayashi Heller Herrera Hoffmann Holm Ibrahim Ito Jansen Jovanović Kaplan Kaur
Keller Kemp Khan Klein Kovač Kowalski Kramer Lambert Lang Larsen Leclerc Lemaire Lindgren Lopes Maier
Marchetti Martín Mbeki Meyer Moreau Moretti Murphy Nagy Nakamura Neumann Nguyen Nilsson Novák O'Dowd
O'Leary Okoye Olsen Ortega Park Pereira Pham Quinn Ramos Reid Richter Rossi Rousseau Santos Schäfer Schmidt
Silva Singh Sokolov Takeda Torres Vogel Zhang""")
STEMS = _words("""Alder Amber Anchor Apex Arbor Ashford Aurum Beacon Birch Bluewater Bramble Brightside Calder
Cedar Clearbrook Cobalt Copper Crestline Delta Dunmore Eastgate Elmwood Ember Fairmont Falcon Fernhill
Foxglove Glenmore Granite Greenway Harbour Hawthorn Highfield Hollis Ironbridge Juniper Kestrel Kingsley
Lakeview Larch Linden Lumen Maple Meridian Millstone Nordwind Oakley Orchard Pinecrest Quarry Ravens
Redwood Ridgeway Rowan Saffron Sandstone Silverline Solstice Stonegate Thornton Umber Vantage Westbrook
Willow""")
SUFFIXES = _words(
    """ & Co| & Söhne GmbH| AG| Analytics| Biotech| Brothers| Capital| Care| Chemicals| Clinics|
 Cloud| Consulting| Dental| Design| Digital| Dynamics| Electric| Energy| Engineering| Farms|
 Financial| Fittings| Foods| Freight| GmbH| Group| Health| Holdings| Hotels| Instruments|
 Insurance| Interiors| Labs| Logistics| Ltd| Machines| Maritime| Materials| Media| Metals|
 Mobility| Motors| Networks| Optics| Packaging| Partners| Pharma| Plastics| Printing| Retail|
 Robotics| SA| Security| Software| Steel| Systems| Textiles| Tools|, Inc.|'s Bakery""".replace("\n", ""),
    "|",
)


def prospects(reps: int) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Names and accounts of everybody's prospects, by `rep · (POOL + RESERVED) + number`; three or four
    people share an account, and no name occurs twice in one rep's pool."""
    number = np.arange(reps * (POOL + RESERVED))
    people = np.array([f"{first} {last}" for first in FIRST for last in LAST], dtype=object)
    firms = np.array([stem + suffix for stem in STEMS for suffix in SUFFIXES], dtype=object)
    # A step that has no factor in common with the length visits every entry once before it repeats.
    return people[number * 5003 % len(people)], firms[number // 3 * 2011 % len(firms)]
